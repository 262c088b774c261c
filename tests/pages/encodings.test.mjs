/**
 * @file The transfer of the gate's file to the page: without a charset into pages of other encodings, as XML, inlined,
 * and damaged. The packed wasm must arrive byte for byte or not be used.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gateFile, startWorld } from './support/browser.mjs';
import { pageText, xhtml } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {import('./support/stand_ins.mjs').Answer} Answer */

const GATE = '/consent-gate.js';
const FALLBACK = '/consent-gate-fallback.js';
const read = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../dist/${name}`, import.meta.url));

/** Page encodings with which a script without a charset is decoded. */
const ENCODINGS = ['windows-1252', 'shift_jis', 'utf-16le', 'gb18030', 'x-user-defined', 'utf-8'];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('a page of another encoding', { concurrency: 3 }, () => {
  for (const encoding of ENCODINGS) {
    for (const type of ['text/javascript', 'application/javascript']) {
      test(`${encoding}, ${type}`, async () => {
        const files = {
          [GATE]: { body: read('consent-gate.js'), headers: { 'content-type': type } },
        };
        await expectWorking({ files, ...encoded(pageText({}), encoding) });
      });
    }
  }
  test('the fallback in a page of windows-1252', async () => {
    const page = encoded(pageText({}), 'windows-1252');
    const policy = { 'content-security-policy': "script-src 'self' 'unsafe-inline' https:" };
    const headers = { ...page.headers, ...policy };
    await expectWorking({ ...page, files: unlabelled(FALLBACK), headers }, 'js');
  });
});

describe('XHTML', () => {
  const type = { 'content-type': 'application/xhtml+xml' };
  test('with a tag', () =>
    expectWorking({ text: xhtml(pageText({})), headers: type, files: unlabelled(GATE) }));
  test('in windows-1252', () => {
    const text = `<?xml version="1.0" encoding="windows-1252"?>\n${xhtml(pageText({})).trim()}`;
    return expectWorking({ text, headers: type, files: unlabelled(GATE) });
  });
});

describe('the form for inlining', { concurrency: 2 }, () => {
  const inlined = read('consent-gate.inline.js').toString('latin1');
  const gateTag = `<script>${inlined}</script>`;

  test('is ASCII, and has nothing that HTML reads inside of a script', () => {
    assert.equal(/[^\t\n\r -~]/.exec(inlined), null, 'a character that is not ASCII');
    assert.equal(/<\/?script|<!--/i.exec(inlined), null, 'what ends or escapes a script');
  });
  for (const encoding of ['windows-1252', 'shift_jis', 'utf-8']) {
    test(`pasted into a page of ${encoding}`, () =>
      expectWorking(encoded(pageText({ gateTag }), encoding)));
  }
  test('pasted into XHTML, in a CDATA section', async () => {
    const cdata = `<script>//<![CDATA[\n${inlined}\n//]]></script>`;
    assert.equal(inlined.includes(']]>'), false, 'the end of a CDATA section');
    const text = xhtml(pageText({})).replace(
      /<script src="\/consent-gate[^]*?<\/script>/,
      () => cdata,
    );
    await expectWorking({ text, headers: { 'content-type': 'application/xhtml+xml' } });
  });
  test('finds its siblings at the root, or at "base"', async () => {
    const headers = { 'content-security-policy': "script-src 'unsafe-inline' https:" };
    const text = pageText({ gateTag, config: { base: '/static/' } });
    await expectWorking({ text: pageText({ gateTag }), headers }, 'js');
    await expectWorking(
      { text, headers, files: { [`/static${FALLBACK}`]: gateFile('consent-gate-fallback.js') } },
      'js',
    );
  });
});

/** Returns the position in the packed wasm with the most non-ASCII characters around it. @param {string} text */
function densest(text) {
  const size = 1_000;
  const blocks = Array.from({ length: Math.floor(text.length / size) }, (_, n) => n * size);
  const beyond = (/** @type {number} */ at) =>
    text.slice(at, at + size).replace(/[\0-\x7f]/g, '').length;
  return blocks.reduce((best, at) => (beyond(at) > beyond(best) ? at : best)) + size / 2;
}

describe('a damaged file', { concurrency: 3 }, () => {
  const whole = read('consent-gate.js').toString('utf8');
  const inWasm = densest(whole);
  const inTable = whole.indexOf('#consent-gate-table ') + 10_000;
  /** Damages by a server, proxy or copy. @type {Record<string, Answer>} */
  const damages = {
    'its byte order mark is lost and the page is windows-1252': {
      body: whole.replace('\uFEFF', ''),
    },
    'it was converted to Latin-1': { body: Buffer.from(whole.replace('\uFEFF', ''), 'latin1') },
    'a character is gone': { body: without(whole, inWasm) },
    'a character is another one': { body: replaced(whole, inWasm) },
    'line ends are CRLF': { body: whole.replaceAll('\n', '\r\n') },
  };
  test('a character of the table is gone', () =>
    expectDamage({ body: without(whole, inTable) }, 'table', {}));
  test('a character of the table is another one', () =>
    expectDamage({ body: replaced(whole, inTable) }, 'table', {}));
  for (const [name, answer] of Object.entries(damages)) {
    const ends = name.startsWith('line ends');
    test(name, () => expectDamage(answer, ends ? 'wasm' : 'js', {}));
    test(`${name}; no fallback`, () =>
      expectDamage(answer, ends ? 'wasm' : 'none', { [FALLBACK]: { status: 404 } }));
  }
});

/** @param {string} text @param {number} at */
function without(text, at) {
  return text.slice(0, at) + text.slice(at + 1);
}

/** Replaces a character of the packed wasm, near `at`, that is not escaped. @param {string} text @param {number} at */
function replaced(text, at) {
  const place = at + text.slice(at).search(/[a-y]/);
  return (
    text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) + 1) + text.slice(place + 1)
  );
}

/** A file from a server that does not declare its encoding. @param {string} path */
const unlabelled = (path) => ({
  [path]: { body: read(path.slice(1)), headers: { 'content-type': 'text/javascript' } },
});

/** @param {string} text ASCII @param {string} encoding @returns {{ text: any, headers: Record<string, string> }} */
function encoded(text, encoding) {
  const headers = { 'content-type': `text/html; charset=${encoding}` };
  return { text: Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'latin1'), headers };
}

/**
 * Checks that the engine has started, and that a tracked script is held, and released after consent, without a message.
 * @param {import('./support/browser.mjs').PageOptions} page @param {string} [engine]
 */
async function expectWorking(page, engine = 'wasm') {
  const hosts = world.hosts();
  await world.visit({ ...page, site: hosts.site }, async (visit) => {
    assert.equal(await visit.run('consentGate.state().engine'), engine);
    await holdAndRelease(visit, hosts);
    assert.deepEqual(visit.errors, []);
  });
}

/** @param {Visit} visit @param {{ tracked: string }} hosts */
async function holdAndRelease(visit, { tracked }) {
  await insert(visit, tracked);
  await visit.idle();
  assert.equal(world.log.requests(tracked).length, 0, 'requests before consent');
  await visit.grantAll();
  await visit.ranWhen(tracked.split('.')[0]);
  assert.equal(world.log.requests(tracked).length, 1, 'requests after consent');
}

/** @param {Visit} visit @param {string} host */
const insert = (visit, host) =>
  visit.run((/** @type {string} */ src) => {
    document.head.append(Object.assign(document.createElement('script'), { src }));
  }, `https://${host}/x.js`);

/**
 * Checks that the damage is reported once, with the remedy. With a fallback, that works. Without one, or if the vendor
 * table is damaged, all third parties are held.
 * @param {Answer} answer @param {string} engine @param {Record<string, Answer>} files
 */
async function expectDamage(answer, engine, files) {
  const hosts = world.hosts();
  const damaged = { headers: { 'content-type': 'text/javascript' }, ...answer };
  const page = { ...encoded(pageText({}), 'windows-1252'), files: { ...files, [GATE]: damaged } };
  await world.visit({ ...page, site: hosts.site }, async (visit) => {
    const started = engine === 'table' ? 'none' : engine;
    assert.equal(await visit.run('consentGate.state().engine'), started);
    await insert(visit, hosts.untracked);
    if (started === 'none') {
      await insert(visit, hosts.tracked);
      await visit.grantAll();
      await visit.idle();
      assert.deepEqual(await visit.order(), []);
      assert.equal(world.log.requests(hosts.untracked).length, 0);
    } else {
      await visit.ranWhen(hosts.untracked.split('.')[0]);
      await holdAndRelease(visit, hosts);
    }
    expectComplaints(visit, engine);
  });
}

/** @param {Visit} visit @param {string} engine */
function expectComplaints({ errors }, engine) {
  const damage = errors.filter((error) =>
    /consent-gate\.js was changed on its way: serve it/.test(error),
  );
  assert.equal(damage.length, engine === 'wasm' ? 0 : 1, errors.join('\n'));
  const missing = errors.filter((error) => /consent-gate-fallback\.js cannot be used/.test(error));
  assert.equal(missing.length, engine === 'none' ? 1 : 0, errors.join('\n'));
}
