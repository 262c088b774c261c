/** @file The browser of the tests: `CONSENT_GATE_BROWSER` is `firefox`, `webkit` or `shell`, else Chromium. */

const BROWSER = process.env.CONSENT_GATE_BROWSER ?? 'chromium';

/** Whether the browser is Chromium's headless shell, which has no windows. */
export const IN_SHELL = BROWSER === 'shell';

/** The engine's name in the names of lists. */
export const ENGINE = IN_SHELL ? 'chromium' : BROWSER;

/** Whether the browser is Firefox. */
export const IN_FIREFOX = ENGINE === 'firefox';

/** Whether the browser is WebKitGTK. */
export const IN_WEBKIT = ENGINE === 'webkit';
