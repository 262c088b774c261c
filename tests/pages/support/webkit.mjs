/**
 * @file The distribution's WebKitGTK, in which every host is the local server. Playwright drives only patched builds of
 * WebKit, so this implements the part of its interface that the tests use, with WebDriver.
 */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { listen, spawnTied, startSession } from './webkit_driver.mjs';
import { Page } from './webkit_page.mjs';

/** @typedef {import("./webkit_driver.mjs").Surroundings} Surroundings */
/** @typedef {import("./webkit_driver.mjs").Session} Session */

/** Starts an X display and a proxy. Browsers start with their contexts. @param {number} port of the local server */
export async function launchWebKit(port) {
  const proxy = mapHosts(port);
  const screen = spawnTied('/usr/bin/Xvfb', ['-ac', '-nolisten', 'tcp', '-displayfd', '1']);
  const number = await firstLine(screen);
  return new Browser({ proxy: await listen(proxy), display: `:${number}` }, () => {
    screen.stdin.end();
    proxy.close();
    proxy.closeAllConnections();
  });
}

/** @param {{ stdout: import("node:stream").Readable }} program  @returns {Promise<string>} */
function firstLine({ stdout: input }) {
  return new Promise((done) => createInterface({ input }).once('line', done));
}

/**
 * Starts a proxy that sends every host to the local server. It supports only the port of HTTPS.
 * @param {number} port
 */
function mapHosts(port) {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url }, socket) => {
    socket.on('error', () => {});
    if (!url?.endsWith(':443')) return socket.destroy();
    const server = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      server.pipe(socket).pipe(server);
    });
    server.on('error', () => socket.destroy());
    socket.on('close', () => server.destroy());
  });
  return proxy;
}

/** A browser in playwright's sense: it makes contexts. */
class Browser {
  #surroundings;
  #end;
  /** @type {Set<Context>} */
  #contexts = new Set();
  #version = '';

  /** @param {Surroundings} surroundings @param {() => void} end */
  constructor(surroundings, end) {
    this.#surroundings = surroundings;
    this.#end = end;
  }

  async newContext() {
    const session = await startSession(this.#surroundings);
    this.#version = session.version;
    const context = new Context(session, () => this.#contexts.delete(context));
    this.#contexts.add(context);
    return context;
  }

  async newPage() {
    const context = await this.newContext();
    return context.newPage();
  }

  /** The version of the browser, after it has been started. */
  version() {
    return this.#version;
  }

  async close() {
    await Promise.all([...this.#contexts].map((context) => context.close()));
    this.#end();
  }
}

/** A context in playwright's sense: windows that share cookies and storage. */
export class Context {
  #ended;
  /** @type {Page[]} */
  #pages = [];

  /** @param {Session} session @param {() => void} ended */
  constructor(session, ended) {
    this.session = session;
    this.#ended = ended;
  }

  /** Opens a window. The first one exists from the start. */
  async newPage() {
    const isFirst = this.#pages.length === 0;
    const handle = isFirst
      ? await this.session.call('GET', '/window')
      : (await this.session.call('POST', '/window/new', { type: 'tab' })).handle;
    const page = new Page(this, handle);
    this.#pages.push(page);
    return page;
  }

  /** Closes the windows that pages have opened. */
  async closePopups() {
    const own = this.#pages.map(({ handle }) => handle);
    /** @type {string[]} */
    const handles = await this.session.call('GET', '/window/handles');
    for (const handle of handles) if (!own.includes(handle)) await this.session.closeWindow(handle);
  }

  /** @param {Page} page */
  async closePage(page) {
    this.#pages.splice(this.#pages.indexOf(page), 1);
    await this.session.closeWindow(page.handle);
  }

  async cookies() {
    const [page] = this.#pages;
    const cookies = await page.command('GET', '/cookie');
    return cookies.map((/** @type {any} */ it) => ({ ...it, expires: it.expiry ?? -1 }));
  }

  async clearPermissions() {}

  /** A session of WebKit has no permissions to grant. @param {string[]} _names */
  async grantPermissions(_names) {}

  async close() {
    this.#ended();
    await this.session.close();
  }
}
