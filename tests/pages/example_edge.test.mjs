/**
 * @file The edge worker of `examples/edge`, in Node. Its output is byte for byte that of the command line, however the
 * network splits the page. A response without a page stays the same object. No error of the worker breaks the page.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { command } from './support/rewrite.mjs';

/** Importing a `.wasm` returns its module, as on edge platforms. */
const LOADER = `export async function load(url, context, next) {
  if (!url.endsWith('.wasm')) return next(url, context);
  const source = 'import { readFileSync } from "node:fs";' +
    'export default new WebAssembly.Module(readFileSync(new URL(' + JSON.stringify(url) + ')));';
  return { format: 'module', shortCircuit: true, source };
}`;
register(`data:text/javascript,${encodeURIComponent(LOADER)}`);

/** @param {string} path */
const from = (path) => String(new URL(`../../${path}`, import.meta.url));
const { default: worker } = await import(from('examples/edge/worker.mjs'));

const URL_OF_PAGE = 'https://www.example.com/folder/page';
const SITE = ['--site', 'https://www.example.com'];
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** Returns the pages of the command line's test, and others. @returns {[string, Buffer][]} */
function pages() {
  const text = readFileSync(new URL('../cases/rewrite/snippets.txt', import.meta.url), 'utf8');
  const cases = text.split(/^## /m).slice(1);
  const before = (/** @type {string} */ it) =>
    Array.from(it.matchAll(/^[=-] (.*)$/gm), ([, line]) => `${line}\n`).join('');
  const tag = '<script src=https://www.clarity.ms/tag/a></script>';
  /** @type {[string, Buffer][]} */
  const others = [
    ['nothing', Buffer.from('')],
    ['text', Buffer.from('text')],
    ['UTF-16', Buffer.from(`\uFEFF<p>x</p>${tag}`, 'utf16le')],
    ['latin1', Buffer.from(`<p title="\xe4">\xf6${tag}\xff`, 'latin1')],
    ['a stray zero', Buffer.from(`<p>\0</p>${tag}`)],
    ['XML', Buffer.from(`<?xml version="1.0"?><rss>${tag}</rss>`)],
    ['XHTML as HTML', Buffer.from(`<?xml version="1.0"?><!doctype html><html>${tag}</html>`)],
    ['JSON', Buffer.from(`{"a": "${tag}"}`)],
    ['a long page', Buffer.from(`<!doctype html><p>${`<b>text</b>${tag}\n`.repeat(300)}`)],
    [
      'a head without end',
      Buffer.from(`<head>${`<meta name=x content=${'y'.repeat(40000)}>${tag}`.repeat(30)}`),
    ],
  ];
  return [
    ...cases.map(
      (it) => /** @type {[string, Buffer]} */ ([it.split('\n')[0], Buffer.from(before(it))]),
    ),
    ...others,
  ];
}

/** Returns a generator of numbers from 0 to below 1, the same in every run. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {Buffer} bytes @param {number} longest @param {() => number} next */
function pieces(bytes, longest, next) {
  const cut = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(next() * longest);
    cut.push(new Uint8Array(bytes.subarray(at, at + length)));
    at += length;
  }
  return cut;
}

/** @param {any[]} all @param {ResponseInit} [init] */
function answerOf(all, init) {
  const rest = [...all];
  const body = new ReadableStream({
    pull(controller) {
      const piece = rest.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
  return new Response(body, { headers: HTML, ...init });
}

/** @param {Response} response @param {object} [env] @param {any} [handler] @returns {Promise<Response>} */
const sent = (response, env, handler = worker) =>
  handler.fetch(new Request(URL_OF_PAGE), { ORIGIN: { fetch: async () => response }, ...env }, {});

/** @param {Response} response */
const bytesOf = async (response) => Buffer.from(await response.arrayBuffer());

describe('byte for byte as the command line', () => {
  for (const [name, page] of pages()) {
    test(name, async () => {
      const wanted = command(['rewrite', '-', '-o', '-', ...SITE], page, 'latin1');
      for (const [seed, longest] of [1e9, 1000, 50, 3].entries()) {
        if (longest < page.length / 5000) continue;
        const response = await sent(answerOf(pieces(page, longest, random(seed))));
        const bytes = await bytesOf(response);
        assert.equal(bytes.toString('latin1'), wanted, `in pieces of up to ${longest}`);
      }
    });
  }

  test('with a config', async () => {
    const config = { vendors: { own: { domains: ['cdn.own.test'], category: 'marketing' } } };
    const file = join(tmpdir(), `consent-gate-edge-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(config));
    const page = Buffer.from('<head></head><body><img src="https://cdn.own.test/x.png">');
    const wanted = command(['rewrite', '-', '-o', '-', ...SITE, '--config', file], page, 'latin1');
    const { default: other } = await import(from('examples/edge/worker.mjs?config'));
    const response = await sent(answerOf([page]), { CONFIG: JSON.stringify(config) }, other);
    assert.equal((await bytesOf(response)).toString('latin1'), wanted);
    assert.match(wanted, /data-consent-gate-src/);
  });
});

test('status and headers stay, except for those that no longer apply', async () => {
  const headers = { ...HTML, 'content-length': '7', 'x-own': 'kept', 'content-encoding': 'gzip' };
  const response = await sent(answerOf([Buffer.from('<p>x</p>')], { status: 404, headers }));
  assert.equal(response.status, 404);
  assert.deepEqual(
    ['x-own', 'content-type', 'content-length', 'content-encoding'].map((it) =>
      response.headers.get(it),
    ),
    ['kept', HTML['content-type'], null, null],
  );
});

describe('a response without a page stays the same object', () => {
  const tag = '<script src=https://www.clarity.ms/tag/a></script>';
  /** @type {Record<string, Response>} */
  const ANSWERS = {
    JSON: Response.json({ tag }),
    'no type': new Response(new Uint8Array([60])),
    XHTML: new Response(tag, { headers: { 'content-type': 'application/xhtml+xml' } }),
    'a type that only begins so': new Response(tag, { headers: { 'content-type': 'text/html5' } }),
    'a download': new Response(tag, {
      headers: { ...HTML, 'content-disposition': 'Attachment; x' },
    }),
    'a part': new Response(tag, { status: 206, headers: HTML }),
    'not modified': new Response(null, { status: 304, headers: HTML }),
    'a redirect': Response.redirect('https://www.example.com/'),
    'an error': Response.error(),
  };
  for (const [name, answer] of Object.entries(ANSWERS))
    test(name, async () => assert.equal(await sent(answer), answer));
});

describe('after an error the page is unchanged', () => {
  const start = '<head></head><body><script src=https://www.clarity.ms/tag/a></script>';
  const rest = '<p>x</p><script src=https://www.clarity.ms/tag/b></script>';

  /** A piece that makes the rewriter fail. */
  class Poison extends Uint8Array {
    static get [Symbol.species]() {
      return Uint8Array;
    }

    #tasted = false;

    /** @returns {number} */
    get length() {
      if (this.#tasted) return super.length;
      this.#tasted = true;
      throw new Error('as a trap would');
    }
  }

  test('in the middle: the rest of the page passes, once', async () => {
    const { default: module } = await import(from('dist/consent-gate-rewriter.wasm'));
    for (const cut of [start.length, 30, 5]) {
      // A copy for each cut: a rewriter that has failed changes nothing afterwards.
      const { createRewriter } = await import(`${from('dist/consent-gate-rewriter.mjs')}?${cut}`);
      const all = Buffer.from(start + rest);
      const parts = [all.subarray(0, cut), all.subarray(cut, cut + 9), all.subarray(cut + 9)];
      const poisoned = answerOf([parts[0], Poison.from(parts[1]), parts[2]]);
      const bytes = await bytesOf(createRewriter(module).rewrite(poisoned, URL_OF_PAGE));
      const text = bytes.toString('latin1');
      const inserted =
        /<script src="\/consent-gate.js".*?<\/script>| data-consent-gate type="text\/plain"|data-consent-gate-/g;
      assert.equal(text.replaceAll(inserted, ''), start + rest);
      assert.ok(text.endsWith(rest.slice(9)), 'the end is as it came');
    }
  });

  test('a wasm of another program', async () => {
    const { createRewriter } = await import(`${from('dist/consent-gate-rewriter.mjs')}?empty`);
    const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    assert.throws(() => createRewriter(empty)); // The example catches it:
    const { default: other } = await import(from('examples/edge/worker.mjs?empty'));
    const answer = answerOf([Buffer.from(start)]);
    assert.equal(await sent(answer, { CONFIG: 'no JSON' }, other), answer);
  });

  test('an error of the upstream reaches the client', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(start));
        controller.error(new Error('gone'));
      },
    });
    const response = await sent(new Response(body, { headers: HTML }));
    await assert.rejects(response.arrayBuffer());
  });
});
