/**
 * @file The console of a page with held links has no message that the same page does not have without the gate, for
 * every relation and destination, before a choice, after a refusal and after a grant.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import { rewrite } from './support/rewrite.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {{ rel: string, as: string | null }} Link */

/** Relations that make a browser load or connect. */
const RELATIONS = [
  'modulepreload',
  'prefetch',
  'preconnect',
  'dns-prefetch',
  'stylesheet',
  'alternate stylesheet',
  'preload stylesheet',
  'PreLoad',
  'icon',
  'manifest',
  'compression-dictionary',
];

/** Destinations (Fetch), and invalid values. */
const DESTINATIONS =
  'script style image font fetch track audio video document worker json nonsense'.split(' ');

/** @type {Link[]} */
const LINKS = [
  ...RELATIONS.flatMap((rel) => [
    { rel, as: null },
    { rel, as: 'script' },
  ]),
  ...[...DESTINATIONS, '', null].map((as) => ({ rel: 'preload', as })),
];

/** How the links are inserted into the page, from a list of attributes by name. @type {Record<string, string>} */
const WAYS = {
  inserted: `const l = document.createElement('link');
    for (const name in link) l.setAttribute(name, link[name]);
    document.head.append(l);`,
  'changed in place, relation first': `const l = document.createElement('link');
    document.head.append(l);
    for (const name in link) l.setAttribute(name, link[name]);`,
  'changed in place, relation last': `const l = document.createElement('link');
    document.head.append(l);
    l.href = link.href;
    if ('as' in link) l.setAttribute('as', link.as);
    l.rel = link.rel;`,
  markup: `const l = document.createElement('link');
    for (const name in link) l.setAttribute(name, link[name]);
    document.head.insertAdjacentHTML('beforeend', l.outerHTML);`,
  written: `let text = '<link';
    for (const name in link) text += ' ' + name + '="' + link[name] + '"';
    document.write(text + '>');`,
  'attribute nodes': `const l = document.head.appendChild(document.createElement('link'));
    for (const name in link) {
      const node = document.createAttribute(name);
      node.value = link[name];
      l.setAttributeNode(node);
    }`,
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('held links cause no message', { concurrency: 2 }, () => {
  for (const [name, code] of Object.entries(WAYS)) {
    test(name, () =>
      saysNoMore((host) => inline(`for (const link of ${listOf(host)}) { ${code} }`)),
    );
  }
  test('static markup', () => saysNoMore(markupOf));
  test('rewritten markup', () => saysNoMore(markupOf, rewrite));
  test('rewritten markup, relation last', () => saysNoMore(backwards, rewrite));
});

test('a held link keeps its relation for the page', async () => {
  const { site, tracked } = world.hosts();
  await world.visit({ site }, async (visit) => {
    const seen = await visit.run(readRelations, `https://${tracked}/x.css`);
    assert.deepEqual(seen, {
      held: [
        'preload',
        'preload',
        `<link rel="preload" as="style" href="https://${tracked}/x.css">`,
      ],
      cloned: 'preload',
      changed: 'stylesheet',
      list: ['preload', 'alternate'],
      removed: null,
    });
    assert.equal(world.log.requests(tracked).length, 0);
  });
});

/** @param {string} url */
function readRelations(url) {
  const make = () => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'style', href: url });
    return document.head.appendChild(link);
  };
  const [link, other, third] = [make(), make(), make()];
  const held = [link.rel, link.getAttribute('rel'), link.outerHTML];
  const cloned = /** @type {HTMLLinkElement} */ (link.cloneNode()).rel;
  link.rel = 'stylesheet';
  other.relList.add('alternate');
  third.removeAttribute('rel');
  const list = other.rel.split(' ');
  return { held, cloned, changed: link.rel, list, removed: third.getAttribute('rel') };
}

/**
 * @param {(host: string) => string} markup
 * @param {(text: string, site: string) => string} [transform]
 */
async function saysNoMore(markup, transform = (text) => text) {
  const { site, untracked, tracked } = world.hosts();
  const natively = await said({ site, text: pageText({ gate: false, head: markup(untracked) }) });
  const text = transform(pageText({ head: markup(tracked) }), site);
  const held = await said({ site, text }, async (visit) => {
    await visit.run('consentGate.denyAll()');
    await visit.idle();
    await visit.grantAll();
    await visit.reached(tracked);
  });
  const more = held.filter((line) => !natively.includes(line));
  assert.deepEqual(more, [], 'what the console says with the gate alone');
}

/**
 * Returns the console messages of a page after an action.
 * @param {{ site: string, text: string }} page @param {(visit: Visit) => Promise<void>} [act]
 */
async function said(page, act = async () => {}) {
  /** @type {string[]} */
  const lines = [];
  await world.visit({ ...page, fresh: true, text: '<!doctype html>' }, async (visit) => {
    visit.page.on('console', (message) => lines.push(message.text()));
    world.server.put(page.site, '/page', page.text);
    await visit.page.goto(`${visit.url}page`, { waitUntil: 'load' });
    await visit.idle();
    await act(visit);
    await visit.heard();
  });
  const hosts = /https:\/\/[tu]\d+\.[a-z.-]+/g;
  return lines
    .filter((line) => line !== 'heard')
    .map((line) => line.replace(hosts, 'https://host'));
}

/** @param {string} host @returns {Record<string, string>[]} */
const attributesOf = (host) =>
  LINKS.map(({ rel, as }, i) => ({
    rel,
    ...(as === null ? {} : { as }),
    href: `https://${host}/${i}.css`,
  }));

/** @param {string} host */
const listOf = (host) => JSON.stringify(attributesOf(host));

/** @param {[string, string][]} attributes */
const tagOf = (attributes) =>
  `<link ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}>`;

/** @param {string} host */
const markupOf = (host) =>
  attributesOf(host)
    .map((it) => tagOf(Object.entries(it)))
    .join('');

/** @param {string} host */
const backwards = (host) =>
  attributesOf(host)
    .map((it) => tagOf(Object.entries(it).reverse()))
    .join('');
