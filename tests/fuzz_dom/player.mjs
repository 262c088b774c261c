/**
 * @file Plays a case in a page and keeps what code can see of it. The function is sent to the page as text, so it
 * uses nothing of this file.
 */

/**
 * What a page has shown.
 * @typedef {object} Recording
 * @property {{ step: number, id: string, value: string, lines: string[] }[]} steps results and what happened meanwhile
 * @property {Record<string, string[]>} later what happened outside of steps, by target
 * @property {string[]} looks trees, one for each `look` and one for the end
 */

/**
 * Defines `fuzz` in a page.
 * @param {Record<string, Function>} operations @param {[number, string, ...any[]][][]} chunks
 * @param {{ tracked: string, untracked: string, quiet: string[] }} world hosts, and events that nobody listens to
 */
export function player(operations, chunks, world) {
  const self = /** @type {any} */ (window);
  /** @type {Recording} */
  const recording = { steps: [], later: {}, looks: [] };
  /** @type {Record<string, any>} */
  const slots = { document };
  const names = new WeakMap();
  /** @type {Record<string, number>} */
  const counts = {};
  /** @type {string[] | null} */
  let lines = null;
  let isParsing = true;
  const { apply } = Reflect;
  const tagOf = Object.prototype.toString;

  const nameOf = (/** @type {any} */ object, /** @type {string} */ kind) => {
    if (names.has(object)) return names.get(object);
    if (!lines) return `${kind}#new`; // When an event comes must not number the nodes of later steps.
    const name = `${kind}#${(counts[kind] = (counts[kind] ?? 0) + 1)}`;
    names.set(object, name);
    return name;
  };
  const clean = (/** @type {string} */ text) =>
    text
      .replaceAll(world.tracked, 'tracked')
      .replaceAll(world.untracked, 'untracked')
      .replaceAll(location.host, 'site');

  /** @type {(value: any, depth?: number) => string} */
  const show = (value, depth = 2) => {
    if (typeof value === 'string') return JSON.stringify(clean(value));
    if (typeof value === 'symbol') return String(value);
    if (typeof value === 'function') return `function ${value.name}`;
    if (value === null || typeof value !== 'object')
      return Object.is(value, -0) ? '-0' : String(value);
    if (value === window) return 'window';
    const type = apply(tagOf, value, []).slice(8, -1);
    if (typeof value.nodeType === 'number') return nameOf(value, String(value.nodeName));
    if (type === 'Attr') return nameOf(value, 'Attr');
    const isList = Array.isArray(value) || /^(NodeList|HTMLCollection|NamedNodeMap|DOMTokenList|CSSRuleList|FileList)$/.test(type); // prettier-ignore
    if (!isList || depth <= 0) return `[${type}]`;
    const items = Array.from({ length: value.length }, (_, i) => value[i]);
    if (type === 'NamedNodeMap')
      return `${type}(${items.map((it) => `${it.name}=${show(it.value)}`).join(' ')})`;
    return `${type}(${items.map((it) => show(it, depth - 1)).join(', ')})`;
  };

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

  const problem = (/** @type {any} */ error) =>
    error instanceof Error || apply(tagOf, error, []) === '[object DOMException]'
      ? `${error.constructor.name} ${error.name}: ${clean(error.message)}`
      : `thrown ${show(error)}`;

  const special = (/** @type {string} */ name) =>
    ({
      undefined: () => undefined,
      null: () => null,
      NaN: () => NaN,
      zero: () => -0,
      symbol: () => Symbol('s'),
      object: () => ({}),
      array: () => ['a', 'b'],
      function: () => function named() {},
      throws: () => ({
        toString() {
          self.log('converted');
          throw new RangeError('mine');
        },
      }),
      counts: () => ({
        n: 0,
        toString() {
          self.log('converted', (this.n += 1));
          return `<b>${this.n}`;
        },
      }),
    })[name]?.();

  const urlsIn = (/** @type {string} */ text) =>
    text
      .replaceAll('{t:', `https://${world.tracked}/`)
      .replaceAll('{u:', `https://${world.untracked}/`)
      .replace(/(https:\/\/[^/{}]*\/\d+\.\w+)\}/g, '$1');

  const MISSING = {};
  const resolve = (/** @type {any} */ value) => {
    if (typeof value !== 'string') return value;
    if (value.startsWith('~')) return special(value.slice(1));
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

  const attributesOf = (/** @type {any} */ element) =>
    Array.from(element.attributes, (/** @type {any} */ it) => {
      const prefix = it.namespaceURI ? `{${it.namespaceURI}}` : '';
      return ` ${prefix}${it.name}=${JSON.stringify(clean(it.value))}`;
    }).join('');

  const NAMESPACE = 'http://www.w3.org/1999/xhtml';
  /** @type {(node: any, frames: boolean, indent?: string) => string} */
  const tree = (node, frames, indent = '') => {
    const inner = (/** @type {any} */ it, /** @type {string} */ label) =>
      `${indent}  ${label}\n${tree(it, frames, `${indent}    `)}`;
    let text = '';
    if (node.nodeType === 1) {
      const space = node.namespaceURI === NAMESPACE ? '' : `{${node.namespaceURI}}`;
      text = `${indent}<${space}${node.nodeName}${attributesOf(node)}>\n`;
      if (node.shadowRoot) text += inner(node.shadowRoot, 'shadow root');
      if (node.localName === 'template' && node.content) text += inner(node.content, 'content');
      if (frames && /^i?frame$/.test(node.localName)) text += framed(node, inner);
    } else if (node.nodeType === 3 || node.nodeType === 8 || node.nodeType === 4) {
      text = `${indent}${node.nodeName} ${JSON.stringify(clean(node.data))}\n`;
    } else if (node.nodeType === 10) text = `${indent}<!doctype ${node.name}>\n`;
    for (const child of node.childNodes) text += tree(child, frames, `${indent}  `);
    return text;
  };
  const framed = (/** @type {any} */ frame, /** @type {Function} */ inner) => {
    try {
      const { contentDocument: it } = frame;
      return it ? inner(it, `document ${clean(it.URL)} ${it.compatMode}`) : '';
    } catch (error) {
      return `  ${problem(error)}\n`;
    }
  };

  /** Trees that some slot is in, the page's first. */
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
  // The page itself goes nowhere; its frames may.
  const { navigation } = self;
  navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
    if (event.cancelable && !event.hashChange) event.preventDefault();
  });
  define(self);

  const turn = () => new Promise((done) => setTimeout(done));
  const paint = () => new Promise((done) => requestAnimationFrame(done));
  const ask = self.fetch.bind(self);
  self.fuzz = {
    play,
    /** Plays what comes behind the parser. @param {number} from the first chunk */
    async rest(from) {
      isParsing = false;
      for (let number = from; number < chunks.length; number += 1) {
        play(number);
        await turn();
      }
    },
    /** Waits until layout, tasks and requests have been through. @param {string[]} controls URLs */
    async settle(controls) {
      for (const step of [turn, paint, paint]) await step();
      for (const url of controls) await ask(url).catch(() => {});
      for (const step of [turn, paint, turn]) await step();
    },
    /** Returns what has been seen up to now, with the tree. */
    recording() {
      return { ...recording, looks: [...recording.looks, look(true)] };
    },
  };

  /** Defines custom elements that log their reactions, and one that changes the tree in them. @param {any} self */
  function define(self) {
    const { customElements, HTMLElement } = self;
    class Plain extends HTMLElement {
      static observedAttributes = ['src', 'id', 'class', 'type'];
      connectedCallback() {
        self.log('connected', this);
      }
      disconnectedCallback() {
        self.log('disconnected', this);
      }
      adoptedCallback() {
        self.log('adopted', this);
      }
      attributeChangedCallback(/** @type {any[]} */ ...values) {
        self.log('attribute', this, ...values.slice(0, 3));
      }
    }
    customElements.define('x-a', Plain);
    customElements.define(
      'x-b',
      class extends Plain {
        connectedCallback() {
          super.connectedCallback();
          this.append(document.createElement('i'), 'b');
          this.nextSibling?.remove();
        }
      },
    );
    customElements.define(
      'x-c',
      class extends Plain {
        root = this.attachShadow({ mode: 'closed' });
        constructor() {
          super();
          this.root.innerHTML = '<slot></slot><p style="color: red">c</p>';
        }
      },
    );
  }
}
