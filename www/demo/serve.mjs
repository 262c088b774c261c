/**
 * @file Keeps the demo's server running for a person, until Ctrl-C, and opens a window if there is a screen. The
 * browser needs the printed flags. There is intentionally no plain http://localhost form: without the flags the page's
 * tags would request the real vendors.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../tests/pages/support/server.mjs';
import { SITE } from './cast.mjs';
import { putDemo } from './host.mjs';

/** Serves until Ctrl-C, or until the window is closed. */
export async function keepOpen() {
  const server = await startServer();
  putDemo(server);
  console.log(instructions(server.port));
  const ended = [signalled()];
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) ended.push(windowClosed(server.port));
  await Promise.race(ended);
  await server.close();
}

/** Returns the flags that map every host to the local server. Chromium needs one more for root. @param {number} port */
const flags = (port) => [
  '--ignore-certificate-errors',
  '--no-first-run',
  `--host-resolver-rules=MAP * 127.0.0.1:${port}`,
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** @param {number} port */
function instructions(port) {
  const words = flags(port).map((flag) => (/[ *]/.test(flag) ? `"${flag}"` : flag));
  return `
The demo is open on port ${port}. In another terminal, one command:

  chromium --user-data-dir="$(mktemp -d)" ${words.join(' ')} https://${SITE}/

From another machine, bring the port there first: ssh -L ${port}:127.0.0.1:${port} THIS-MACHINE
Every host in that window is this server; no vendor is asked. Ctrl-C ends it.
`;
}

function signalled() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(signal));
  });
}

/** @param {number} port */
function windowClosed(port) {
  const profile = mkdtempSync(join(tmpdir(), 'consent-gate-demo-'));
  const words = [`--user-data-dir=${profile}`, ...flags(port), `https://${SITE}/`];
  return new Promise((resolve) => {
    const window = spawn('chromium', words, { stdio: 'ignore' });
    process.once('exit', () => window.kill());
    window.once('error', (error) => console.error(`no window could be opened: ${error.message}`));
    window.once('exit', () => {
      rmSync(profile, { recursive: true, force: true });
      resolve('closed');
    });
  });
}
