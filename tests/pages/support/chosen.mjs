/** @file Which browser the pages are visited in: `CONSENT_GATE_BROWSER` is `firefox` or `shell`, else Chromium. */

const BROWSER = process.env.CONSENT_GATE_BROWSER ?? 'chromium';

/** Whether the pages are visited in Firefox. */
export const IN_FIREFOX = BROWSER === 'firefox';

/** Whether the pages are visited in a Chromium that has no windows. */
export const IN_SHELL = BROWSER === 'shell';
