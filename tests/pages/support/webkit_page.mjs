/**
 * @file A window of WebKitGTK with the part of playwright's `Page` that the tests use. It polls for events of
 * playwright, because WebDriver has no events.
 */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { DEADLINE } from './log.mjs';
import { Locator, step } from './webkit_locator.mjs';
import { pause } from './webkit_driver.mjs';
import { callText, unpack } from './webkit_values.mjs';

/** @typedef {import("./webkit.mjs").Context} Context */
/** @typedef {'commit' | 'domcontentloaded' | 'load'} Until */

/** The states of a document at which each kind of waiting ends. */
const STATES = {
  commit: ['loading', 'interactive', 'complete'],
  domcontentloaded: ['interactive', 'complete'],
  load: ['complete'],
};

/** Codes of keys without a character, by playwright's names (WebDriver, "keyboard actions"). */
const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Shift: '\uE008', Space: ' ' };

/** Marks the document that the window leaves. */
const LEAVE = 'self.__left = true';

export class Page extends EventEmitter {
  #context;

  /** @param {Context} context @param {string} handle of the window */
  constructor(context, handle) {
    super();
    this.#context = context;
    this.handle = handle;
    this.keyboard = { press: (/** @type {string} */ key) => this.#press(key) };
    this.mouse = {
      click: (/** @type {number} */ x, /** @type {number} */ y) => this.clickAt({ x, y }),
      wheel: (/** @type {number} */ x, /** @type {number} */ y) => this.#wheel(x, y),
    };
  }

  context() {
    return this.#context;
  }

  setDefaultTimeout() {}

  async bringToFront() {
    await this.command('GET', '/title');
  }

  /** Saves a screenshot of the window. @param {{ path: string }} where */
  async screenshot({ path }) {
    writeFileSync(path, Buffer.from(await this.command('GET', '/screenshot'), 'base64'));
  }

  /**
   * Sends a command to this window, or to a frame in it.
   * @param {string} method @param {string} path @param {object} [body] @param {object[]} [frames] elements, outermost
   * first
   */
  command(method, path, body, frames = []) {
    const { session } = this.#context;
    return session
      .inWindow(this.handle, async () => {
        for (const id of frames) await session.call('POST', '/frame', { id });
        const answer = session.call(method, path, body);
        if (frames.length > 0)
          await answer.finally(() => session.call('POST', '/frame', { id: null }));
        return { answer };
      })
      .then(({ answer }) => answer);
  }

  /**
   * Runs code, and waits for the promise that it returns.
   * @param {any} code a function, an expression or a program @param {any} [argument] @param {object[]} [frames]
   */
  async evaluate(code, argument, frames) {
    const body = { script: callText(code), args: [argument ?? null] };
    const { value, error, heard } = await this.command('POST', '/execute/async', body, frames);
    for (const message of heard) this.emit('pageerror', message);
    if (error !== undefined) throw new Error(error);
    return unpack(value);
  }

  /** @param {string} url @param {{ waitUntil?: Until }} [options] */
  async goto(url, { waitUntil = 'load' } = {}) {
    await this.#context.closePopups();
    await this.#leaves(() => this.command('POST', '/url', { url }), waitUntil);
  }

  /** @param {{ waitUntil?: Until }} [options] */
  async reload({ waitUntil = 'load' } = {}) {
    await this.#leaves(() => this.command('POST', '/refresh', {}), waitUntil);
  }

  /** A page from the back/forward cache still has its mark. */
  async goBack() {
    const url = await this.evaluate('location.href');
    await this.command('POST', '/back', {});
    await this.#when(
      `location.href !== ${JSON.stringify(url)} && document.readyState === 'complete'`,
    );
  }

  async goForward() {
    const url = await this.evaluate('location.href');
    await this.command('POST', '/forward', {});
    await this.#when(
      `location.href !== ${JSON.stringify(url)} && document.readyState === 'complete'`,
    );
  }

  /** @param {() => Promise<unknown>} act leaves the document @param {Until} until */
  async #leaves(act, until) {
    await this.#sync(LEAVE).catch(() => {});
    await act();
    await this.#when(arrived(until));
  }

  /** @param {Until} [until] */
  waitForLoadState(until = 'load') {
    return this.#when(`${JSON.stringify(STATES[until])}.includes(document.readyState)`);
  }

  /** @param {string} url */
  waitForURL(url) {
    return this.#when(`location.href === ${JSON.stringify(url)}`);
  }

  /** @param {string} expression */
  waitForFunction(expression) {
    return this.#when(`Boolean(${expression})`);
  }

  /** Waits for the load event of the next document. @param {string} name */
  async waitForEvent(name) {
    if (name !== 'load') throw new Error(`WebKitGTK tells its driver of no ${name}`);
    await this.#sync(LEAVE);
    await this.#when(arrived('load'));
  }

  /**
   * Polls until an expression is true. An error of a document that is unloaded meanwhile is ignored.
   * @param {string} expression
   */
  async #when(expression) {
    for (const end = Date.now() + DEADLINE; Date.now() < end; await pause())
      if (await this.#sync(`return ${expression}`).catch(() => false)) return;
    throw new Error(`never so in ${DEADLINE} ms: ${expression}`);
  }

  /** @param {string} script  @returns {Promise<any>} */
  #sync(script) {
    return this.command('POST', '/execute/sync', { script, args: [] });
  }

  /** @param {string} css @param {{ hasText?: string }} [options] */
  locator(css, options) {
    return new Locator(this, [], [step(css, options?.hasText)]);
  }

  /** @param {string} css */
  frameLocator(css) {
    return { locator: (/** @type {string} */ inner) => new Locator(this, [css], [step(inner)]) };
  }

  /** @param {string} css */
  click(css) {
    return this.locator(css).first().click();
  }

  /** @param {string} css */
  innerText(css) {
    return this.locator(css).textContent();
  }

  title() {
    return this.command('GET', '/title');
  }

  /** @param {{ x: number, y: number }} place in the viewport of the window or frame @param {object[]} [frames] */
  async clickAt({ x, y }, frames) {
    const at = { type: 'pointerMove', x: Math.floor(x), y: Math.floor(y), duration: 0 };
    const press = { type: 'pointerDown', button: 0 };
    const release = { type: 'pointerUp', button: 0 };
    await this.#acts({ type: 'pointer', id: 'mouse', actions: [at, press, release] }, frames);
  }

  /** @param {number} deltaX @param {number} deltaY */
  async #wheel(deltaX, deltaY) {
    const scroll = { type: 'scroll', x: 5, y: 5, deltaX, deltaY };
    await this.#acts({ type: 'wheel', id: 'wheel', actions: [scroll] });
  }

  /** @param {string} name such as `Shift+Tab` */
  async #press(name) {
    const keys = name.split('+').map((key) => KEYS[/** @type {keyof typeof KEYS} */ (key)] ?? key);
    const down = keys.map((value) => ({ type: 'keyDown', value }));
    const up = keys.reverse().map((value) => ({ type: 'keyUp', value }));
    await this.#acts({ type: 'key', id: 'keyboard', actions: [...down, ...up] });
  }

  /** @param {object} source of input, with its actions @param {object[]} [frames] */
  #acts(source, frames) {
    return this.command('POST', '/actions', { actions: [source] }, frames);
  }

  close() {
    return this.#context.closePage(this);
  }
}

/** @param {Until} until */
const arrived = (until) =>
  `!self.__left && ${JSON.stringify(STATES[until])}.includes(document.readyState)`;
