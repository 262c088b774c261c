/**
 * @file Held CSS: its reads by the page meanwhile, how it ends, and that nothing else in a style sheet changes. Every
 * read is first made without the gate. With it, before consent and after, the result must be the same.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** Actions of a page with `u`, a held URL, and an expression to read then. @type {Record<string, [string, string]>} */
const READS = {
  'a property': ['p.style.backgroundImage = `url("${u}")`', 'p.style.backgroundImage'],
  'a property by its other name': [
    'p.style.background = `url("${u}")`',
    "p.style['background-image']",
  ],
  'an attribute': [
    'p.setAttribute("style", `color: red; background:URL( ${u} )`)',
    'p.getAttribute("style")',
  ],
  'the text of an attribute': [
    'p.setAttribute("style", `background:url(${u})`)',
    'p.attributes.style.value',
  ],
  'all declarations': ['p.style.cssText = `background:url(${u}) red`', 'p.style.cssText'],
  'one declaration': [
    'p.style.setProperty("--x", ` url( ${u} )`, "important"); p.style.background = "var(--x)"',
    '[p.style.getPropertyValue("--x"), p.style.getPropertyPriority("--x"), p.style.length]',
  ],
  'the element’s markup': ['p.style.background = `url("${u}")`', 'p.outerHTML'],
  'the markup around': [
    'p.style.background = `url("${u}")`',
    'p.parentNode.innerHTML.includes("consent-gate]")',
  ],
  'the computed style': [
    'p.style.backgroundImage = `url("${u}")`',
    '[getComputedStyle(p).backgroundImage, getComputedStyle(p).getPropertyValue("background-image")]',
  ],
  'a property object': [
    'const { style } = p; style.backgroundImage = `url("${u}")`',
    '[p.style === p.style, p.style instanceof CSSStyleDeclaration, String(p.style), Object.keys(p.style).length, "color" in p.style, p.style.item(0)]',
  ],
  'the text of a style element': [
    's.textContent = `#p{background:url(${u})}`',
    '[s.textContent, s.innerHTML, s.outerHTML, s.firstChild.data, s.sheet.cssRules[0].cssText]',
  ],
  'an import': [
    's.textContent = `@import "${u}";a{color:red}`',
    '[s.textContent, s.innerHTML, s.outerHTML, s.firstChild.data, s.sheet.cssRules[0].cssText, s.sheet.cssRules.length]',
  ],
  'an inserted rule': [
    's.sheet.insertRule(`#p{background:url("${u}")}`)',
    '[s.sheet.cssRules[0].cssText, s.sheet.cssRules[0].style.backgroundImage]',
  ],
  'a clone': [
    'p.style.background = `url("${u}")`; p.after(Object.assign(p.cloneNode(), { id: "c" }))',
    'c.getAttribute("style")',
  ],
};

/** Texts that each contain the URL once, alone and together. */
const PIECES = [
  '@media all{#p{b:c;background:url(U)}}',
  'a{content:"\\"url(";color:red}#p{background:url("U")}',
  "a{content:'\\\n}';color:red}#p{background:url('U')}",
  '/*{"*/#p{background/*;*/:/**/url( U )/*}*/}',
  'a[href="https://x/"]{color:red}#p{background:image-set("U" 1x)}',
  '.sm\\:a\\/b{color:red}#p{background:\\75 rl(U)}',
  '@font-face{font-family:f;src:local("a b"),url(U) format("woff2")}#p{font-family:f}',
  'a{background:url(data:image/png;base64,aa=)}#p{background:none,url(U)}',
  '#p{--a:{b:url(c)};color:red;background:url(U)}',
  'a{b:"\n}#p{background:url(U)}',
  '#p{background:url(a b);background:url(U)}',
  '#p{mask:url(#a);background:url(U) var(--b, red)}',
];

/** Actions of the page after a URL is held → the state of its ticket. @type {[string, string, string, string][]} */
const ENDS = [
  ['another value', 'p.style.background = `url(${u})`', 'p.style.background = "none"', 'discarded'],
  [
    'the same value again',
    'p.style.background = `url(${u})`',
    'p.style.background = `url("${u}")`',
    'waiting',
  ],
  ['another property', 'p.style.background = `url(${u})`', 'p.style.color = "red"', 'waiting'],
  [
    'another attribute',
    'p.setAttribute("style", `background:url(${u})`)',
    'p.setAttribute("style", "")',
    'discarded',
  ],
  [
    'no attribute',
    'p.setAttribute("style", `background:url(${u})`)',
    'p.removeAttribute("style")',
    'discarded',
  ],
  [
    'another text',
    's.textContent = `#p{background:url(${u})}`',
    's.textContent = "a{}"',
    'discarded',
  ],
  ['a refusal', 'p.style.background = `url(${u})`', 'consentGate.denyAll()', 'waiting'],
];

/** @type {[string, string, string][]} */
const KINDS = [
  ['img', 'x.png', 's.textContent = `#p{background:url(${u})}`'],
  ['style', 'x.css', 's.textContent = `@import "${u}"`'],
  ['font', 'x.woff2', 's.textContent = `@font-face{font-family:f;src:url(${u})}`'],
];

const BODY = `<div><p id=p>a</p></div><style id=s></style>`;

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('reads of the page', { concurrency: 3 }, () => {
  for (const [name, [code, look]] of Object.entries(READS)) {
    test(name, async () => {
      const bare = await make(code, false, (visit) => visit.run(look));
      const gated = await make(code, true, async (visit, host) => {
        const early = await visit.run(look);
        assert.equal(world.log.requests(host).length, 0, 'requests before consent');
        await visit.grantAll();
        await world.log.when(host);
        return { early, late: await visit.run(look) };
      });
      assert.deepEqual(gated.early, bare, 'before consent');
      if (name !== 'an attribute' && name !== 'the text of an attribute')
        assert.deepEqual(gated.late, bare, 'after consent'); // A release writes an attribute as the browser serializes it.
    });
  }
});

describe('texts', { concurrency: 3 }, () => {
  for (let i = 0; i < PIECES.length; i += 1) {
    const text = [...PIECES.slice(i), ...PIECES.slice(0, i)].slice(0, 1 + (i % 4)).join('\n');
    test(text, async () => {
      const code = `s.textContent = ${JSON.stringify(text)}.replaceAll('U', u)`;
      const rules = '[...s.sheet.cssRules].map((rule) => rule.cssText)';
      const bare = await make(code, false, async (visit, host) => {
        await world.log.when(host);
        return visit.run(rules);
      });
      const gated = await make(code, true, async (visit, host) => {
        const early = await visit.run(rules);
        await visit.idle();
        await control(visit);
        assert.equal(world.log.requests(host).length, 0, 'requests before consent');
        await visit.grantAll();
        await world.log.when(host);
        return [early, await visit.run(rules)];
      });
      assert.deepEqual(gated, [bare, bare]);
    });
  }
});

describe('ends', { concurrency: 3 }, () => {
  for (const [name, code, end, state] of ENDS) {
    test(name, () =>
      make(code, true, async (visit, host) => {
        await visit.run(`{ const u = 'https://${host}/x.png'; ${end} }`);
        assert.deepEqual(await states(visit), [state]);
        await visit.grantAll();
        await control(visit);
        if (state === 'waiting') await world.log.when(host);
        assert.equal(world.log.requests(host).length, state === 'waiting' ? 1 : 0, 'requests');
        assert.deepEqual(await states(visit), [state === 'waiting' ? 'released' : state]);
      }),
    );
  }

  for (const [kind, file, code] of KINDS) {
    test(`the report of ${kind}`, () =>
      make(
        code,
        true,
        async (visit) => {
          const [row] = await visit.run('consentGate.report()');
          assert.deepEqual([row.kind, row.state, row.ticket], [kind, 'waiting', 1]);
        },
        file,
      ));
  }
});

/** @param {Visit} visit @returns {Promise<string[]>} */
const states = (visit) =>
  visit.run('consentGate.report().flatMap((row) => (row.ticket ? [row.state] : []))');

/**
 * Opens a page that has run `code`. Its host is removed from the result, since WebKit writes it with escapes in some
 * places.
 * @template T
 * @param {string} code @param {boolean} gate
 * @param {(visit: Visit, host: string) => Promise<T>} use @param {string} [file]
 * @returns {Promise<T>}
 */
async function make(code, gate, use, file = 'x.png') {
  const { tracked, site } = world.hosts();
  const body = BODY + inline(`{ const u = 'https://${tracked}/${file}'; ${code} }`);
  return world.visit({ body, gate, site }, async (visit) => {
    const told = JSON.stringify((await use(visit, tracked)) ?? null);
    return JSON.parse(told.replaceAll(RegExp(tracked.replaceAll('.', '\\\\*\\.'), 'g'), 'host'));
  });
}

/** Makes a request that is never held. When it has arrived, all earlier ones have. @param {Visit} visit */
async function control(visit) {
  const { untracked } = world.hosts();
  await visit.run(`void fetch('https://${untracked}/x.js', { mode: 'no-cors' })`);
  await world.log.when(untracked);
}
