/** @file The distribution's Chromium, in which every host is the local server. */
import { chromium } from 'playwright-core';

/** The distribution's package. */
export const CHROMIUM = '/usr/bin/chromium';

/**
 * The same engine and network without the browser's own windows, and without their work: the vectors take two thirds of
 * the time in it. Where it differs, `vectors/whole_browser.txt` says so.
 */
const SHELL = '/usr/bin/chromium-headless-shell';

/** The flags under which Chromium runs as root and meets nobody but the local server. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-site-isolation-trials', // A process for every stand-in host would take most of the time.
  '--ignore-certificate-errors',
];

/**
 * @param {number} port of the local server
 * @param {{ flags?: string[], ignoreDefaultArgs?: string[], shell?: boolean }} [options] `shell`: without windows
 */
export function launchChromium(port, { flags = [], ignoreDefaultArgs, shell = false } = {}) {
  const rules = `--host-resolver-rules=MAP * 127.0.0.1:${port}`;
  const args = [...FLAGS, rules, ...flags];
  return chromium.launch({ executablePath: shell ? SHELL : CHROMIUM, args, ignoreDefaultArgs });
}

/**
 * How many entries the tab's history has. It is emptied, because a tab that is used again keeps 50 at most.
 * @param {import('playwright-core').Page} page
 */
export async function historyEntries(page) {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.send('Page.resetNavigationHistory');
  await session.detach();
  return entries.length;
}
