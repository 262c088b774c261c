/**
 * @file Finds elements of a page in WebKitGTK as playwright's locators do: in open shadow roots, too, and again for
 * every use.
 */
import { DEADLINE } from './log.mjs';
import { pause } from './webkit_driver.mjs';

/** @typedef {import("./webkit_page.mjs").Page} Page */

/**
 * One step of a search for an element. Each branch is a list of selectors. Each selector is searched in the results of
 * the one before.
 * @typedef {{ css: string, text?: string }} Part
 * @typedef {{ branches: Part[][], nth?: number }} Step
 */

/**
 * Parses a selector of playwright: CSS with `:has-text("…")`.
 * @param {string} selector @param {string} [text] that the element must contain
 * @returns {Step}
 */
export function step(selector, text) {
  const branches = selector.split(/, (?=\w)/).map((branch) => {
    const pieces = branch.split(/:has-text\("([^"]*)"\) ?/);
    const parts = pieces.flatMap((css, n) => (n % 2 || !css ? [] : { css, text: pieces[n + 1] }));
    if (text) parts[parts.length - 1].text = text;
    return parts;
  });
  return { branches };
}

/** Finds elements. This function is sent to the page as text, so it uses nothing from outside. */
const find = (/** @type {Step[]} */ steps) => {
  /** @param {ParentNode} root @param {string} css  @returns {Element[]} */
  const all = (root, css) => {
    const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? all(shadowRoot, css) : [],
    );
    return [...root.querySelectorAll(css), ...inner];
  };
  /** @param {Element[]} roots @param {Part} part  @returns {Element[]} */
  const below = (roots, { css, text = '' }) =>
    roots.flatMap((root) => all(root, css)).filter((it) => it.textContent?.includes(text));
  /** @param {Element[]} roots @param {Step} step  @returns {Element[]} */
  const take = (roots, { branches, nth }) => {
    const found = branches.flatMap((parts) => parts.reduce(below, roots));
    return nth === undefined ? found : found.slice(nth, nth + 1);
  };
  return steps.reduce(take, /** @type {any} */ ([document]));
};

/** Returns whether an element is visible. */
const isShown = (/** @type {Element} */ element) => {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
};

/** Operations on the elements that were found, by name, as text of functions of `(elements, argument)`. */
const USES = {
  count: (/** @type {Element[]} */ found) => found.length,
  texts: (/** @type {Element[]} */ found) => found.map((it) => it.textContent),
  shown: `(found) => found.length > 0 && (${isShown})(found[0])`,
  checked: (/** @type {any[]} */ [it]) => it.checked ?? it.getAttribute('aria-checked') === 'true',
  attribute: (/** @type {Element[]} */ [it], /** @type {string} */ name) => it.getAttribute(name),
  focus: (/** @type {HTMLElement[]} */ [it]) => it.focus(),
  element: (/** @type {Element[]} */ [it]) => it ?? null,
  place: `async (found) => {
    const [it] = found;
    if (!it || !(${isShown})(it) || it.disabled) return null;
    it.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const moment = () => new Promise((done) => setTimeout(done, 20)); // Animation frames may never come.
    const box = () => it.getBoundingClientRect().toJSON();
    const before = box(), after = await moment().then(box);
    if (JSON.stringify(before) !== JSON.stringify(after)) return null;
    return after;
  }`,
};

/** A description of elements. */
export class Locator {
  #page;
  #frames;
  #steps;

  /** @param {Page} page @param {string[]} frames selectors, outermost first @param {Step[]} steps */
  constructor(page, frames, steps) {
    this.#page = page;
    this.#frames = frames;
    this.#steps = steps;
  }

  /** @param {string} css */
  locator(css) {
    return new Locator(this.#page, this.#frames, [...this.#steps, step(css)]);
  }

  /** @param {number} nth */
  nth(nth) {
    const steps = [...this.#steps];
    const last = /** @type {Step} */ (steps.pop());
    return new Locator(this.#page, this.#frames, [...steps, { ...last, nth }]);
  }

  first() {
    return this.nth(0);
  }

  async all() {
    return Array.from({ length: await this.count() }, (_, n) => this.nth(n));
  }

  count() {
    return this.#use('count');
  }

  allTextContents() {
    return this.#use('texts');
  }

  isVisible() {
    return this.#use('shown');
  }

  async textContent() {
    await this.waitFor({ state: 'attached' });
    const [text] = await this.allTextContents();
    return text;
  }

  async isChecked() {
    await this.waitFor({ state: 'attached' });
    return this.#use('checked');
  }

  /** @param {string} name */
  async getAttribute(name) {
    await this.waitFor({ state: 'attached' });
    return this.#use('attribute', name);
  }

  async focus() {
    await this.waitFor({ state: 'attached' });
    await this.#use('focus');
  }

  /** @param {{ state?: 'visible' | 'attached' | 'hidden' | 'detached' }} [options] */
  async waitFor({ state = 'visible' } = {}) {
    const name = state === 'visible' || state === 'hidden' ? 'shown' : 'count';
    const wanted = state === 'visible' || state === 'attached';
    await this.#until(async () => Boolean(await this.#use(name)) === wanted);
  }

  async boundingBox() {
    return this.#place();
  }

  async click() {
    const { x, y, width, height } = await this.#place();
    const centre = { x: x + width / 2, y: y + height / 2 };
    await this.#page.clickAt(centre, await this.#frameElements());
  }

  /** @param {string} key */
  async press(key) {
    await this.focus();
    await this.#page.keyboard.press(key);
  }

  /** Returns the position of the element when it is visible, enabled and no longer moves. */
  async #place() {
    /** @type {{ x: number, y: number, width: number, height: number } | null} */
    let place = null;
    await this.#until(async () => Boolean((place = await this.#use('place'))));
    return /** @type {NonNullable<typeof place>} */ (/** @type {unknown} */ (place));
  }

  /** Polls until a condition is true. @param {() => Promise<boolean>} isSo */
  async #until(isSo) {
    let cause;
    for (const end = Date.now() + DEADLINE; Date.now() < end; await pause()) {
      const answer = await isSo().catch((error) => (cause = error) && false);
      if (answer) return;
    }
    throw new Error(`never there in ${DEADLINE} ms: ${JSON.stringify(this.#steps)}`, { cause });
  }

  /** @param {keyof typeof USES} name @param {string} [argument] */
  async #use(name, argument) {
    const frames = await this.#frameElements();
    const code = `(${USES[name]})((${find})(${JSON.stringify(this.#steps)}), ${JSON.stringify(argument)})`;
    return this.#page.evaluate(code, undefined, frames);
  }

  /** Returns the elements of the frames that contain the element. */
  async #frameElements() {
    /** @type {object[]} */
    const frames = [];
    for (const css of this.#frames) {
      const frame = new Locator(this.#page, [], [step(css)]);
      frames.push(await frame.#use('element'));
    }
    return frames;
  }
}
