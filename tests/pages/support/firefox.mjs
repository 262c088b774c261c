/**
 * @file The distribution's Firefox, in which every host is the local server. Playwright has builds of its own of
 * Firefox; a stock one it drives by WebDriver BiDi, under the channel's name.
 */
import { firefox } from 'playwright-core';

/** The distribution's package. */
export const FIREFOX = '/usr/bin/firefox-esr';

/** What keeps Firefox from asking for anything of its own; what it asks for all the same is asked of the local server. */
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

/** Roads that are closed in a stock Firefox, and that some open. */
const OPEN = { 'browser.send_pings': true };

/** What makes it faster: no process for every stand-in host, none in store, and nothing kept on disk. */
const QUICK = {
  'browser.cache.disk.enable': false,
  'browser.sessionhistory.max_total_viewers': 0, // No page is kept alive for the way back.
  'browser.sessionhistory.max_entries': 5000, // A tab that is used again must not come to the end of its history.
  'browser.sessionstore.resume_from_crash': false,
  'dom.ipc.processPrelaunch.enabled': false,
  'fission.autostart': false,
};

/**
 * Commands of WebDriver BiDi that Playwright sends for every context and that this Firefox does not know; their answer
 * is of no interest here.
 */
const UNKNOWN = ['emulation.setMediaFeaturesOverride'];

/**
 * @param {number} port of the local server
 * @param {{ answers?: boolean }} [options] `answers`: whether a test asks for the browser's own word on an answer
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
 * Answers what Firefox does not know, keeps code that the driver runs from counting as the visitor's touch, and leaves out the events about requests: the server has the log, and without
 * them a visit takes two thirds of the time.
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
