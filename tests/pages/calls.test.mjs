/**
 * @file Calls that need separate consent although the vendor's script may run. They are held in order, and the others
 * are made, for every form of the stub and at any time. The stand-in of each vendor reads its stub's queue and then
 * replaces it, as the vendor's script does.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inline } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

/**
 * @typedef {object} Vendor
 * @property {string} url  of its script
 * @property {string} script  its code; `done` is the list of calls that reached it
 * @property {string} call  how the page calls it, with `$` for the arguments
 * @property {Record<string, string>} stubs  the forms in which pages define it
 * @property {string} [first]  the grant that lets the script run
 * @property {string[]} goes  arguments of calls that need no further consent
 * @property {string[]} waits  arguments of calls that need marketing
 */

/** An array that the vendor's script reads, and whose `push` it replaces. @param {string} name */
const takesUpArray = (name) => `{ const old = self.${name} ?? [];
  for (const call of old) done.push([...call].join(" "));
  old.push = (...calls) => { for (const call of calls) done.push(call.event ?? [...call].join(" ")); return 1; };
  self.${name} = old; }`;

/** A function with a queue, which the vendor's script replaces. @param {string} name */
const takesUpFunction = (name) => `{ const queue = self.${name}?.q ?? [];
  const real = function (...call) { done.push(call.join(" ")); return done.length; };
  real.version = 1;
  for (const call of queue) real(...call);
  self.${name} = real; }`;

/** @param {string} name */
const functionStubs = (name) => ({
  'a declared function': `function ${name}() { (${name}.q = ${name}.q || []).push(arguments) }`,
  'a var': `var ${name} = function () { (${name}.q = ${name}.q || []).push(arguments) };`,
  'a property': `window.${name} = window.${name} || function () { (window.${name}.q = window.${name}.q || []).push(arguments) };`,
  'a closure': `((w, n) => { const stub = w[n] = function () { (stub.q = stub.q || []).push(arguments) } })(window, "${name}");`,
});

/** @type {Record<string, Vendor>} */
const VENDORS = {
  'Infobip chat': {
    url: 'https://livechat.infobip.com/widget.js',
    script: takesUpFunction('liveChat'),
    call: 'liveChat($);',
    stubs: functionStubs('liveChat'),
    goes: ['"init", "id"', '"show"', '"author", "x"'],
    waits: ['"auth", "token"', '"auth"'],
  },
  Clarity: {
    url: 'https://www.clarity.ms/tag/p',
    script: takesUpFunction('clarity'),
    call: 'clarity($);',
    stubs: functionStubs('clarity'),
    first: 'analytics',
    goes: ['"set", "key", "value"', '"consentv2"'],
    waits: ['"identify", "person"'],
  },
  'Google tag': {
    url: 'https://www.googletagmanager.com/gtag/js?id=G-1',
    script: takesUpArray('dataLayer'),
    call: 'gtag($);',
    stubs: {
      'a declared function':
        'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }',
      'a var': 'var dataLayer = []; var gtag = function () { dataLayer.push(arguments) };',
      'a literal': 'dataLayer = [["js", "now"]]; function gtag() { dataLayer.push(arguments) }',
      'a lambda': 'self.dataLayer ??= []; self.gtag = function () { dataLayer.push(arguments) };',
    },
    first: 'analytics',
    goes: ['"js"', '"config", "G-1"', '"event", "sign_up"', '"set", "currency", "EUR"'],
    waits: ['"config", "AW-1"', '"set", "user_data", "a"', '"config", "DC-1"'],
  },
  Matomo: {
    url: 'https://stats.example-cdn.test/matomo.js',
    script: takesUpArray('_paq'),
    call: '_paq.push([$]);',
    stubs: {
      'a var': 'var _paq = window._paq = window._paq || [];',
      'a property': 'window._paq = [];',
      'a literal': '_paq = [["disableCookies"]];',
    },
    first: 'analytics',
    goes: ['"trackPageView"', '"setSiteId", "1"'],
    waits: ['"setUserId", "a"'],
  },
};

/** Position of the script's tag, relative to the stub and the early calls. */
const ORDERS = ['stub, calls, tag', 'tag, stub, calls', 'stub, tag, calls', 'inserted by code'];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [name, vendor] of Object.entries(VENDORS)) {
  describe(name, { concurrency: 2 }, () => {
    for (const [form, stub] of Object.entries(vendor.stubs)) {
      for (const order of ORDERS) test(`${form}; ${order}`, () => compare(vendor, stub, order));
    }
  });
}

test('calls of a lexical global', () => {
  const stub = 'const clarity = function () { (clarity.q = clarity.q || []).push(arguments) };';
  return judge('calls of a lexical global', () => {
    const script =
      '{ const stub = clarity; for (const call of stub.q) done.push([...call].join(" ")); stub.q = { push: (call) => done.push([...call].join(" ")) }; }';
    return compare({ ...VENDORS.Clarity, script }, stub, ORDERS[0]);
  });
});

test('after a withdrawal calls wait again, and a later consent makes them', async () => {
  const { url, script, stubs } = VENDORS['Infobip chat'];
  const id = new URL(url).hostname;
  world.server.on(id, () => javascript(`${script} __ran.push({ id: "vendor" }); __marked();`));
  const body = bodyOf(ORDERS[0], stubs['a property'], '', url);
  await world.visit({ body }, async (page) => {
    await page.ranWhen('vendor');
    await page.grantAll();
    await page.run('liveChat("auth", "a")');
    await page.run('consentGate.withdraw()');
    await page.run('liveChat("auth", "b"); liveChat("show")');
    assert.deepEqual(await page.run('done'), ['auth a', 'show']);
    const rows = await page.run('consentGate.report()');
    const row = rows.at(-1);
    assert.deepEqual(
      [row.url, row.vendor, row.feature, row.state],
      ['liveChat(auth b)', 'infobip', 'people-tracking-in-chat', 'waiting'],
    );
    await page.run('consentGate.grant("infobip/people-tracking-in-chat")');
    assert.deepEqual(await page.run('done'), ['auth a', 'show', 'auth b']);
  });
});

/** @param {Vendor} vendor @param {string} stub @param {string} order */
async function compare(vendor, stub, order) {
  const bare = await visit(vendor, stub, order, false);
  const told = new Set(bare.end);
  for (const words of [...vendor.goes, ...vendor.waits]) assert.ok(told.has(plain(words)), words);
  const gated = await visit(vendor, stub, order, true);
  const waits = (/** @type {string} */ words) => vendor.waits.map(plain).includes(words);
  assert.deepEqual(
    gated.middle,
    bare.end.filter((it) => !waits(it)),
    'before marketing',
  );
  assert.deepEqual(gated.end.slice(gated.middle.length), bare.end.filter(waits), 'after it');
  assert.deepEqual(gated.shape, bare.shape, 'what the page sees');
  assert.deepEqual(gated.errors, bare.errors);
}

/** Returns a short form of a call. @param {string} words */
const plain = (words) => words.replaceAll(/"/g, '').replaceAll(', ', ' ');

/** Consent signals would be among the page's calls: `signals.test.mjs` tests them. */
const SILENT = { signals: { google: false, clarity: false } };

/**
 * @param {Vendor} vendor @param {string} stub @param {string} order @param {boolean} gate
 * @returns {Promise<{ middle: string[], end: string[], shape: unknown, errors: string[] }>}
 */
async function visit(vendor, stub, order, gate) {
  const { site } = world.hosts();
  const url = new URL(vendor.url);
  const id = `v${world.next()}`;
  url.hostname = gate ? url.hostname : `bare.${id}.example-cdn.test`;
  world.server.on(url.hostname, () =>
    javascript(`${vendor.script} __ran.push({ id: "vendor" }); __marked();`),
  );
  const all = [...vendor.goes, ...vendor.waits, ...vendor.goes];
  const calls = all.map((words) => vendor.call.replace('$', words)).join('\n');
  return world.visit(
    { site, gate, config: SILENT, body: bodyOf(order, stub, calls, url.href), until: 'load' },
    async (page) => {
      const grant = (/** @type {string} */ id) => gate && page.run(`consentGate.grant("${id}")`);
      if (vendor.first) await grant(vendor.first);
      await page.ranWhen('vendor');
      await page.run(calls);
      const middle = await page.run('[...done]');
      const shape = await page.run(SHAPE);
      await grant('marketing');
      return {
        middle,
        end: await page.run('done.filter((words) => words !== "x")'),
        shape,
        errors: page.errors,
      };
    },
  );
}

/** @param {string} order @param {string} stub @param {string} calls @param {string} src */
function bodyOf(order, stub, calls, src) {
  const tag = `<script async src="${src}"></script>`;
  const insert = `const s = document.createElement("script"); s.src = "${src}"; document.body.append(s);`;
  const pieces = {
    'stub, calls, tag': inline(stub + calls) + tag,
    'tag, stub, calls': tag + inline(stub) + inline(calls),
    'stub, tag, calls': inline(stub) + tag + inline(calls),
    'inserted by code': inline(`${stub}\n${calls}\n{ ${insert} }`),
  };
  return inline('var done = [];') + pieces[/** @type {keyof typeof pieces} */ (order)];
}

const SHAPE = `["liveChat", "clarity"].map((name) => self[name] && [
  typeof self[name], self[name].version, String(self[name]), self[name].name, self[name].length,
  Object.keys(self[name]), self[name]("x") > 0,
]).concat(["dataLayer", "_paq"].map((name) => self[name] && [
  Array.isArray(self[name]), Object.keys(self[name]).includes("push"), String(self[name].push), self[name] === window[name],
]))`;
