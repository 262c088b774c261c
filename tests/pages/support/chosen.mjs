/** @file Which browser the pages are visited in: `CONSENT_GATE_BROWSER` is `firefox`, `webkit` or `shell`, else Chromium. */

const BROWSER = process.env.CONSENT_GATE_BROWSER ?? 'chromium';

/** Whether the pages are visited in a Chromium that has no windows. */
export const IN_SHELL = BROWSER === 'shell';

/** The engine's name, as it stands in the names of lists. */
export const ENGINE = IN_SHELL ? 'chromium' : BROWSER;

/** Whether the pages are visited in Firefox. */
export const IN_FIREFOX = ENGINE === 'firefox';

/** Whether the pages are visited in WebKitGTK. */
export const IN_WEBKIT = ENGINE === 'webkit';
