/**
 * @file The distribution's Firefox, in which every host is the local server. Playwright has patched builds of Firefox.
 * It drives a stock Firefox by WebDriver BiDi, under the channel's name.
 */
import { firefox } from 'playwright-core';

/** The distribution's package. */
export const FIREFOX = '/usr/bin/firefox-esr';

/** Preferences that keep Firefox from making requests for itself. Its other requests go to the local server. */
const QUIET = {
  'app.normandy.enabled': false,
  'browser.chrome.site_icons': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.startup.page': 0,
  'captivedetect.canonicalURL': '',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

/** Features that a stock Firefox disables, and some users enable. */
const OPEN = { 'browser.send_pings': true };

/** Preferences that make Firefox faster: no process for every stand-in host, no preallocated process, no disk cache. */
const QUICK = {
  'browser.cache.disk.enable': false,
  'browser.sessionhistory.max_total_viewers': 0, // No page is kept in the back/forward cache.
  'browser.sessionhistory.max_entries': 5000, // A reused tab must not reach the end of its history.
  'browser.sessionstore.resume_from_crash': false,
  'dom.ipc.processPrelaunch.enabled': false,
  'fission.autostart': false,
};

/**
 * Commands of WebDriver BiDi that Playwright sends for every context and that this Firefox does not support. Their
 * results are not needed here.
 */
const UNKNOWN = ['emulation.setMediaFeaturesOverride'];

/**
 * @param {number} port of the local server
 * @param {{ answers?: boolean }} [options] `answers`: whether a test needs the browser's events about responses
 */
export async function launchFirefox(port, { answers = false } = {}) {
  const browser = await firefox.launch({
    executablePath: FIREFOX,
    channel: 'moz-firefox',
    firefoxUserPrefs: {
      ...QUIET,
      ...OPEN,
      ...QUICK,
      'network.dns.forceResolve': '127.0.0.1',
      'network.socket.forcePort': `443=${port};80=${port}`,
    },
  });
  await relax(browser, answers);
  return browser;
}

/**
 * Adapts the connection. It answers commands that Firefox does not support, and keeps code of the driver from counting
 * as user activation. It omits the events about requests, since the server has the log and visits are faster without
 * them.
 * @param {any} browser @param {boolean} answers
 */
async function relax(browser, answers) {
  const { _browserSession: session, _connection: connection } = browser._connection.toImpl(browser);
  const raw = connection.rawSend.bind(connection);
  connection.rawSend = (/** @type {{ params: { userActivation?: boolean } }} */ message) => {
    if (message.params.userActivation) message.params.userActivation = false;
    raw(message);
  };
  const send = session.send.bind(session);
  session.send = (/** @type {string} */ name, /** @type {object} */ parameters) =>
    UNKNOWN.includes(name) ? Promise.resolve({}) : send(name, parameters);
  if (!answers) await send('session.unsubscribe', { events: ['network'] });
}
