/**
 * @file Plays a case in a page and records its effects for code. The function is sent to the page as text, so it uses
 * nothing of this file.
 */

/**
 * The observations of a page.
 * @typedef {object} Recording
 * @property {{ step: number, id: string, value: string, lines: string[] }[]} steps results and events during each step
 * @property {Record<string, string[]>} later events outside of steps, by target
 * @property {string[]} looks trees, one for each `look` and one for the end
 */

/**
 * Defines `fuzz` in a page.
 * @param {Record<string, Function>} operations @param {[number, string, ...any[]][][]} chunks
 * @param {{ tracked: string, untracked: string, quiet: string[] }} world hosts, and events without listeners
 * @param {{ presentation: typeof import('./presentation.mjs').presentation,
 *   special: typeof import('./special.mjs').special,
 *   defineElements: typeof import('./reactions.mjs').defineElements }} parts the functions of the other files
 */
export function player(operations, chunks, world, parts) {
  const self = /** @type {any} */ (window);
  // A frame of the page's own URL would request the same again, or take it from the cache.
  if (self.parent !== self) chunks = chunks.map(() => []);
  /** @type {Recording} */
  const recording = { steps: [], later: {}, looks: [] };
  /** @type {Record<string, any>} */
  const slots = { document };
  /** @type {string[] | null} */
  let lines = null;
  let isParsing = true;
  const { show, problem, tree, clean } = parts.presentation(world, () => lines !== null);
  const keep = (/** @type {string} */ key, /** @type {string} */ text) => {
    if (lines) lines.push(text);
    else (recording.later[key] ??= []).push(text);
  };
  self.log = (/** @type {any[]} */ ...values) => {
    const key = typeof values[0] === 'string' ? values[0] : 'log';
    keep(key, values.map((it) => show(it)).join(' '));
  };
  self.later = (/** @type {Promise<unknown>} */ promise) => {
    const number = recording.steps.length;
    promise.then(
      (value) => keep(`promise ${number}`, `fulfilled ${show(value)}`),
      (error) => keep(`promise ${number}`, `rejected ${problem(error)}`),
    );
    return promise;
  };
  self.parsing = () => isParsing;
  self.observers = [];

  const urlsIn = (/** @type {string} */ text) =>
    text
      .replaceAll('{t:', `https://${world.tracked}/`)
      .replaceAll('{u:', `https://${world.untracked}/`)
      .replace(/(https:\/\/[^/{}]*\/\d+\.\w+)\}/g, '$1');

  const MISSING = {};
  const resolve = (/** @type {any} */ value) => {
    if (typeof value !== 'string') return value;
    if (value.startsWith('~')) return parts.special(value.slice(1), self.log);
    if (!value.startsWith('@')) return urlsIn(value);
    const slot = slots[value.slice(1)];
    return slot === undefined || slot === null ? MISSING : slot;
  };

  const playStep = (/** @type {[number, string, ...any[]]} */ [step, id, ...given]) => {
    if (id === 'look') return void recording.looks.push(look(false));
    const args = given.map(resolve);
    if (args.includes(MISSING)) return;
    const outer = lines;
    const own = (lines = /** @type {string[]} */ ([]));
    let value;
    try {
      const result = operations[id](...args);
      if (typeof result === 'object') slots[step] = result;
      value = show(result);
    } catch (error) {
      value = `throws ${problem(error)}`;
    }
    lines = outer;
    recording.steps.push({ step, id, value, lines: own });
  };

  /** Returns the trees that contain some slot, the page's first. */
  const look = (/** @type {boolean} */ frames) => {
    const roots = new Set([document]);
    for (const value of Object.values(slots)) {
      if (typeof value?.nodeType !== 'number' || value.nodeType === 2) continue;
      let root = value;
      while (root.parentNode) root = root.parentNode;
      if (frames || root.nodeType !== 9) roots.add(root);
    }
    return [...roots].map((root) => `${show(root)}\n${tree(root, frames)}`).join('\n');
  };

  const play = (/** @type {number} */ number) => {
    slots.body ??= document.body;
    slots.box ??= self.box = document.getElementById('box');
    const chunk = chunks[number];
    chunks[number] = []; // A clone of the script plays nothing.
    for (const step of chunk) playStep(step);
  };

  const listened = [
    'load',
    'error',
    'click',
    'input',
    'toggle',
    'slotchange',
    'submit',
    'focusin',
    'x',
    'beforeinput',
    'readystatechange',
    'DOMContentLoaded',
    'securitypolicyviolation',
    'DOMNodeInserted',
  ];
  const targets = [window, document];
  for (const type of listened.filter((it) => !world.quiet.includes(it))) {
    for (const target of targets) {
      target.addEventListener(
        type,
        (event) => {
          if (target === window && event.target !== window) return;
          keep(show(event.target), `${event.type} at ${show(event.target)} ${event.isTrusted}`);
        },
        true,
      );
    }
  }
  window.addEventListener('error', ({ message, error }) => {
    if (message) keep('errors', `${clean(message)}${error ? ` ${problem(error)}` : ''}`);
  });
  window.addEventListener('unhandledrejection', ({ reason }) =>
    keep('rejections', problem(reason)),
  );
  // Navigations of the page are canceled; its frames may navigate.
  const { navigation } = self;
  navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
    if (event.cancelable && !event.hashChange) event.preventDefault();
  });
  parts.defineElements(self.log);

  const turn = () => new Promise((done) => setTimeout(done));
  const paint = () => new Promise((done) => requestAnimationFrame(done));
  const ask = self.fetch.bind(self);
  self.fuzz = {
    play,
    /** Plays the chunks after parsing. @param {number} from the first chunk */
    async rest(from) {
      isParsing = false;
      for (let number = from; number < chunks.length; number += 1) {
        play(number);
        await turn();
      }
    },
    /** Waits until layout, tasks and requests have ended. @param {string[]} controls URLs */
    async settle(controls) {
      for (const step of [turn, paint, paint]) await step();
      for (const url of controls) await ask(url).catch(() => {});
      for (const step of [turn, paint, turn]) await step();
    },
    /** Returns the observations so far, with the tree. */
    recording() {
      return { ...recording, looks: [...recording.looks, look(true)] };
    },
  };
}
