/**
 * @file Browsers that lack a feature. Every global, and every member of an interface, that the sources use is removed
 * in turn before the gate's script. Third parties are held, nothing is thrown, and the banner can be answered or the
 * console reports why not. `WITHOUT=part-of-name` selects.
 */
import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import { readFileSync, readdirSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { DEADLINE } from './support/log.mjs';
import { inline } from './support/pages.mjs';

const world = await startWorld();

after(() => world.close());

const WWW = new URL('../../www/', import.meta.url);
const files = readdirSync(WWW, { recursive: true })
  .map(String)
  .filter((name) => /(?<!\.d)\.ts$/.test(name) && !name.startsWith('service-worker/'))
  .map((name) => transformSync(readFileSync(new URL(name, WWW), 'utf8'), { loader: 'ts' }).code);
const code = files
  .join('\n')
  .replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
  .replace(/\boptional\('(\w+)'\)/g, '$1'); // A global that may be missing, named by its text.

/** Names of prototypes in `platform/primordials.ts`. @type {Record<string, string>} */
const SHORT = { node: 'Node', element: 'Element', doc: 'Document', htmlOrSvg: 'HTMLElement' };

/** Members that the sources read by `method`, `getter`, `setter`: `Node.prototype.appendChild`. */
const members = [
  ...code.matchAll(/\b(?:method|getter|setter|descriptorOf)\((\w+)(?:\.prototype)?, '(\w+)'/g),
].flatMap(([, owner, name]) =>
  SHORT[owner] || /^[A-Z]/.test(owner) ? [`${SHORT[owner] ?? owner}.prototype.${name}`] : [],
);

/** Members that are called directly, and that browsers have had for less than about three years. */
const called = [
  'Element.prototype.checkVisibility',
  'Document.prototype.adoptedStyleSheets',
  'ShadowRoot.prototype.adoptedStyleSheets',
  'CSSStyleSheet.prototype.replaceSync',
  'HTMLDialogElement.prototype.showModal',
  'Element.prototype.attachShadow',
  'Array.prototype.at',
  'Object.hasOwn',
  'Uint8Array.fromBase64',
];

/** Globals in the sources that a page can remove in this browser. @type {string[]} */
const globals = await world.visit({ gate: false }, (visit) =>
  visit.run(
    (/** @type {string[]} */ words) =>
      words.filter((word) => Object.getOwnPropertyDescriptor(window, word)?.configurable),
    [...new Set([...code.matchAll(/(?<![.\w$'"-])[A-Za-z_]\w*/g)].map(([word]) => word))],
  ),
);

/**
 * Not removed: features of every browser since 2013, and those that this page and the test need. A page without
 * `createElement` or `appendChild` inserts nothing, and the policy that replaces the hooks cannot be inserted.
 */
const NEEDED = new Set(
  `Array Boolean Date Error Event Function JSON Map Number Object Promise Reflect RegExp Set String Symbol URL WeakMap
  WeakSet undefined self console document navigator customElements fetch queueMicrotask requestAnimationFrame setTimeout
  CustomEvent Document Element EventTarget HTMLElement MessageChannel Node Uint8Array Uint32Array
  Document.prototype.createElement Document.prototype.querySelectorAll Element.prototype.hasAttribute
  Element.prototype.matches Element.prototype.setAttribute EventTarget.prototype.addEventListener
  EventTarget.prototype.dispatchEvent Function.prototype.bind MessagePort.prototype.postMessage
  MutationObserver.prototype.disconnect Node.prototype.appendChild Node.prototype.removeChild Promise.prototype.then
  RegExp.prototype.exec`.split(/\s+/),
);

const wanted = RegExp(process.env.WITHOUT ?? '');
const names = [...new Set([...globals, ...members, ...called])].filter(
  (name) => wanted.test(name) && !NEEDED.has(name),
);

/** Removes a feature, and reports one that does not exist. @param {string} path */
const TAKE = (path) => `
var taken = (() => {
  const steps = ${JSON.stringify(path)}.split('.'), name = steps.pop();
  let owner = window;
  for (const step of steps) owner = owner && owner[step];
  while (owner && !Object.getOwnPropertyDescriptor(owner, name)) owner = Object.getPrototypeOf(owner);
  return Boolean(owner) && owner !== Object.prototype && delete owner[name];
})();`;

const ACT = (/** @type {string} */ src) => `(() => { try {
  const s = document.createElement('script'); s.src = ${JSON.stringify(src)}; document.head.appendChild(s);
} catch {} })()`;

describe('a browser without it', { concurrency: 4 }, () => {
  for (const name of names) test(name, (context) => without(name, context));
});

/** @param {string} name @param {import('node:test').TestContext} context */
async function without(name, context) {
  const hosts = world.hosts();
  const options = { before: inline(TAKE(name)), config: { banner: {} }, site: hosts.site };
  const body = `<script async src="https://${hosts.tracked}/x.js"></script>`;
  await world.visit({ ...options, body, until: 'load' }, async (visit) => {
    if (!(await visit.run('taken'))) return context.skip('this browser has no such thing');
    await visit.run(ACT(`https://dynamic.${hosts.tracked}/x.js`));
    const stands = () =>
      visit.run(
        `Boolean(document.querySelector('consent-gate-banner')?.shadowRoot?.querySelector('[part=accept]'))`,
      );
    const says = () => visit.errors.some((line) => line.startsWith('Consent Gate'));
    const end = Date.now() + DEADLINE;
    while (!(await stands()) && !says()) {
      assert.ok(Date.now() < end, 'neither a banner nor a line on the console');
      await visit.idle();
    }
    assert.equal(world.log.requests(`dynamic.${hosts.tracked}`).length, 0, 'requests');
    assert.equal(await visit.ran(hosts.tracked.split('.')[0]), 0, 'runs');
    if (await stands()) {
      await visit.page.locator('[part=reject]').click();
      if (!says()) assert.equal(await visit.run('consentGate.state().decided'), true);
    }
    const uncaught = visit.errors.filter((line) => line.startsWith('uncaught'));
    assert.deepEqual(uncaught, []);
  });
}
