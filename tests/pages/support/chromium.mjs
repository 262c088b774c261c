/** @file The distribution's Chromium, in which every host is the local server. */
import { chromium } from 'playwright-core';

/** The distribution's package. */
export const CHROMIUM = '/usr/bin/chromium';

/**
 * The same engine and network without the browser's windows, which is faster. `vectors/whole_browser.txt` lists the
 * differences.
 */
const SHELL = '/usr/bin/chromium-headless-shell';

/** Flags with which Chromium runs as root and connects only to the local server. */
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
 * Returns the number of entries in the tab's history. The history is cleared, because a reused tab keeps 50 at most.
 * @param {import('playwright-core').Page} page
 */
export async function historyEntries(page) {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.send('Page.resetNavigationHistory');
  await session.detach();
  return entries.length;
}
