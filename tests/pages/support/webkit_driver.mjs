/**
 * @file Sessions of WebDriver in WebKitGTK. A driver process runs one session at a time, so each browser context starts
 * a separate driver. The sessions are ephemeral, and WebKit does not log the console messages of such sessions.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { request as ask } from 'node:http';
import { createServer } from 'node:net';
import { DEADLINE } from './log.mjs';

/** The driver, of Debian's package `webkit2gtk-driver`. */
const DRIVER = '/usr/bin/WebKitWebDriver';

/** The folder that contains the browser in Debian, in a subfolder named after the architecture. */
const LIBRARIES = '/usr/lib';
const BROWSER = 'webkit2gtk-4.1/MiniBrowser';

/** A setting of some browsers: code may open windows before the visitor has interacted with the page. */
const SETTINGS = ['--javascript-can-open-windows-automatically=true'];

/** Waits between two polls. */
export const pause = () => new Promise((done) => setTimeout(done, 10));

/**
 * The port of the proxy, and the X display.
 * @typedef {{ proxy: number, display: string }} Surroundings
 */

/** One session. Its windows share cookies and storage. */
export class Session {
  #driver;
  #root;
  /** Settles when the current window may be changed. @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #window = '';

  /**
   * @param {import("node:child_process").ChildProcess} driver @param {string} root the session's address
   * @param {string} version of the browser
   */
  constructor(driver, root, version) {
    this.#driver = driver;
    this.#root = root;
    this.version = version;
  }

  /**
   * Sends a command that needs no window.
   * @param {string} method @param {string} path @param {object} [body]
   */
  call(method, path, body) {
    return command(method, this.#root + path, body);
  }

  /**
   * Makes a window current and calls `use`. No other call changes the window before `use` settles.
   * @template T
   * @param {string} handle @param {() => Promise<T>} use
   * @returns {Promise<T>}
   */
  inWindow(handle, use) {
    const turn = this.#turn.then(async () => {
      if (this.#window !== handle) await this.call('POST', '/window', { handle });
      this.#window = handle;
      return use();
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Closes a window. @param {string} handle */
  async closeWindow(handle) {
    await this.inWindow(handle, () => this.call('DELETE', '/window'));
    this.#window = '';
  }

  /** Ends browser and driver. */
  async close() {
    await this.call('DELETE', '').catch(() => {});
    this.#driver.stdin?.end();
  }
}

/**
 * Starts a driver and a session.
 * @param {Surroundings} surroundings
 */
export async function startSession({ proxy, display }) {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' };
  const driver = spawnTied(DRIVER, [`--port=${port}`], env);
  const root = `http://127.0.0.1:${port}`;
  await answers(root);
  const capabilities = { alwaysMatch: wanted(proxy) };
  const given = await command('POST', `${root}/session`, { capabilities });
  const { browserVersion } = given.capabilities;
  return new Session(driver, `${root}/session/${given.sessionId}`, browserVersion);
}

/**
 * Starts a program that ends when its standard input is closed, at the latest when this process ends.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export const spawnTied = (program, args, env) =>
  spawn('/bin/sh', ['-c', '"$@" & read -r end; kill $!', 'sh', program, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });

/** @param {number} proxy */
const wanted = (proxy) => ({
  acceptInsecureCerts: true,
  pageLoadStrategy: 'none',
  timeouts: { script: DEADLINE },
  'webkitgtk:browserOptions': {
    binary: browserFile(),
    args: ['--automation', `--proxy=http://127.0.0.1:${proxy}`, ...SETTINGS],
  },
});

function browserFile() {
  const files = readdirSync(LIBRARIES).map((folder) => `${LIBRARIES}/${folder}/${BROWSER}`);
  const file = files.find((it) => existsSync(it));
  if (!file) throw new Error('WebKitGTK is missing: run ./build.sh test --webkit');
  return file;
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Listens on any free port of this machine.
 * @param {import("node:net").Server} server
 * @returns {Promise<number>}
 */
export function listen(server) {
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () =>
      done(/** @type {import("node:net").AddressInfo} */ (server.address()).port),
    ),
  );
}

/** Waits until a driver accepts commands. @param {string} root */
async function answers(root) {
  for (const end = Date.now() + DEADLINE; ;) {
    try {
      return await command('GET', `${root}/status`);
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause();
    }
  }
}

/**
 * Sends one command of WebDriver.
 * @param {string} method @param {string} url @param {object} [body]
 * @returns {Promise<any>}
 */
function command(method, url, body) {
  return new Promise((done, fail) => {
    const request = ask(url, { method, headers: { 'content-type': 'application/json' } });
    request.on('response', async (response) => {
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      const { value } = JSON.parse(text);
      if (value?.error) fail(new Error(`${value.error}: ${value.message}`));
      else done(value);
    });
    request.on('error', fail);
    request.end(body && JSON.stringify(body));
  });
}
