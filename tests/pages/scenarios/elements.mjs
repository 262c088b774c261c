/** @file The element, its position and its request after a release. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FLAGGED, FLAGS, PLAIN } from './flags.mjs';
import { inline, insert, tag } from './tags.mjs';

const FITVIDS = readFileSync(
  new URL('../../../node_modules/fitvids/dist/fitvids.min.js', import.meta.url),
  'utf8',
);

const BODY = "note('a');";
const DIGEST = `sha256-${createHash('sha256').update(BODY).digest('base64')}`;
const CORS = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' };

/** Returns the headers of a request that depend on its element. The preload scanner's request has the same headers. */
const asked = (/** @type {import("../support/log.mjs").Entry[]} */ entries) =>
  distinct(
    entries.map(({ path, dest, headers }) => ({
      path,
      dest,
      mode: headers['sec-fetch-mode'],
      origin: headers.origin,
      referer: headers.referer,
      cookies: headers['sec-fetch-storage-access'],
    })),
  );

const distinct = (/** @type {object[]} */ all) =>
  [...new Set(all.map((it) => JSON.stringify(it)))].sort();

/** Whether the element that ran is the one in the page. */
const SAME = "[__ran[0].element === document.getElementById('a'), document.body.innerHTML]";

/** @type {Record<string, import("../support/scenario.mjs").Scenario>} */
export const ELEMENTS = {
  'a tag in its place': {
    body: ({ url }) =>
      `<p>one</p>${tag(url('a'), 'id=a data-x="1" class=c')}<p>two</p><b>${tag(url('b'))}</b>`,
    order: ['a', 'b'],
    look: SAME,
  },
  'a deferred tag': {
    body: ({ url }) => `<p>one</p>${tag(url('a'), 'id=a defer')}<p>two</p>`,
    order: ['a'],
    look: SAME,
  },
  'a module': {
    body: ({ url }) => `<p>one</p>${tag(url('a'), 'id=a type=module')}<p>two</p>`,
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'an unusual type': {
    body: ({ url }) => tag(url('a'), 'id=a type="text/ecmascript" language=x charset=utf-8'),
    order: ['a'],
    look: SAME,
  },
  'an inserted script': {
    body: ({ url }) =>
      `<p>one</p>${insert(url('a'), "s.id = 'a'; s.async = true; self.kept = s")}<p>two</p>`,
    order: ['a'],
    look: '[kept === __ran[0].element, kept.outerHTML, kept.async, kept.isConnected]',
  },
  'the inline script behind a library': {
    body: ({ url }) =>
      `<p>one</p>${tag(url('map'))}<script id="a" data-x>note(google.maps.v)</script><p>two</p>`,
    text: { map: 'self.google = { maps: { v: 1 } };' },
    order: ['map', 1],
    look: 'document.body.innerHTML',
  },
  'a frame': {
    body: ({ frame }) =>
      `<p>one</p><iframe id=a src="${frame('a')}" width=9 sandbox=allow-scripts></iframe><p>two</p>`,
    order: ['a'],
    look: '[document.body.innerHTML, history.length - historyLength]',
  },
  'async, defer and order as the page set them': {
    body: ({ url }) => tag(url('a'), 'id=a') + tag(url('b'), 'id=b defer'),
    order: ['a', 'b'],
    look: "['a', 'b'].map((id) => document.getElementById(id)).map((s) => [s.async, s.defer, s.type, s.outerHTML])",
  },
  'currentScript of an inserted script that is not async': {
    body: ({ url }) => insert(url('a'), 's.async = false') + insert(url('b'), 's.async = false'),
    text: { a: `note(${FLAGS});`, b: `note(${FLAGS});` },
    order: ['a', PLAIN, 'b', PLAIN],
  },
  'currentScript of an inserted script whose flags change while it is held': {
    body: ({ url }) =>
      insert(url('a'), 'self.kept = s') + inline('kept.async = false; kept.defer = true'),
    text: { a: `note(${FLAGS});` },
    order: ['a', JSON.stringify({ async: false, defer: true, names: 'src,defer' })],
  },
  ...FLAGGED,
  'a frame that the real FitVids finds': {
    head: () => `<script>${FITVIDS}</script>`,
    body: ({ frame }) =>
      inline(
        `{ const s = document.createElement('iframe'); s.src = '${frame('a')}'; s.width = 160; s.height = 90; document.body.append(s); fitvids('body', { players: 'iframe[src*="doubleclick"]' }) }`,
      ),
    order: ['a'],
    look: "[document.querySelector('.fluid-width-video-wrapper').outerHTML, document.querySelector('iframe').getAttributeNames()]",
  },
  'a frame that a theme finds by its source': {
    body: ({ frame }) =>
      `<p><iframe src="${frame('a')}"></iframe></p>` +
      inline(
        "document.querySelector('iframe[src*=\"doubleclick\"]').parentNode.className = 'video'",
      ),
    order: ['a'],
    look: 'document.querySelector("p").outerHTML',
  },
  'a cross-origin request': {
    body: ({ url }) => tag(url('a'), 'crossorigin'),
    order: ['a'],
    log: asked,
  },
  'a cross-origin request with credentials': {
    body: ({ url }) => tag(url('a'), 'crossorigin=use-credentials'),
    answers: { a: { headers: CORS } },
    order: [],
    log: asked,
  },
  'a referrer policy': {
    body: ({ url }) =>
      tag(url('a'), 'referrerpolicy=no-referrer') + tag(url('b'), 'referrerpolicy=unsafe-url'),
    order: ['a', 'b'],
    log: asked,
  },
  'the referrer policy of a meta element': {
    head: () => `<meta name=referrer content=no-referrer>`,
    body: ({ url }) => tag(url('a')),
    order: ['a'],
    log: asked,
  },
  "a frame's referrer policy": {
    body: ({ frame }) => `<iframe src="${frame('a')}" referrerpolicy=no-referrer></iframe>`,
    order: ['a'],
    log: asked,
  },
  'an integrity that fits': {
    body: ({ url }) => tag(url('a'), `crossorigin integrity="${DIGEST}" onload="note('load')"`),
    answers: { a: { body: BODY, headers: CORS } },
    order: ['a', 'load'],
  },
  'an integrity that does not fit': {
    body: ({ url }) => tag(url('a'), `crossorigin integrity="${DIGEST}" onerror="note('error')"`),
    answers: { a: { body: `${BODY} `, headers: CORS } },
    order: ['error'],
  },
  'an integrity of an inserted script': {
    body: ({ url }) =>
      insert(
        url('a'),
        `s.integrity = "${DIGEST}"; s.crossOrigin = ""; s.onerror = () => note("error")`,
      ),
    answers: { a: { body: `${BODY} `, headers: CORS } },
    order: ['error'],
  },
  'a nonce that the policy asks for': {
    headers: {
      'content-security-policy': "script-src 'nonce-n1' 'strict-dynamic' 'wasm-unsafe-eval'",
    },
    nonce: 'n1',
    body: ({ url }) => tag(url('a'), 'nonce=n1 id=a') + tag(url('b'), 'nonce=n1'),
    text: { a: 'note(document.currentScript.nonce);' },
    order: ['a', 'n1', 'b'],
  },
  'a script that a trusted one inserts under a nonce': {
    headers: {
      'content-security-policy': "script-src 'nonce-n1' 'strict-dynamic' 'wasm-unsafe-eval'",
    },
    nonce: 'n1',
    body: ({ url }) => insert(url('a')).replace('<script', '<script nonce=n1'),
    order: ['a'],
  },
  'a tag without the nonce never runs': {
    headers: {
      'content-security-policy': "script-src 'nonce-n1' 'strict-dynamic' 'wasm-unsafe-eval'",
    },
    nonce: 'n1',
    body: ({ url }) => tag(url('a')) + tag(url('b'), 'nonce=n2') + tag(url('c'), 'nonce=n1'),
    order: ['c'],
    log: (entries) => distinct(entries.map(({ path }) => ({ path }))),
  },
};

/** @type {Record<string, import("../support/scenario.mjs").Scenario>} */
export const WRITTEN = {
  'document.write lands where the script stands': {
    body: ({ url }) => `<p>one</p>${tag(url('a'))}<p>two</p>`,
    text: { a: "document.write('<i>written</i>');" },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'document.write twice, and writeln': {
    body: ({ url }) => `<div>${tag(url('a'))}</div>${tag(url('b'))}`,
    text: {
      a: "document.write('<i>one', '</i>'); document.writeln('<b>two</b>');",
      b: "document.write('three');",
    },
    order: ['a', 'b'],
    look: 'document.body.innerHTML',
  },
  'document.write of a tag in pieces': {
    body: ({ url }) => `<p>one</p>${tag(url('a'))}<p>two</p>`,
    text: {
      a: "document.write('<i id='); document.write('w>written'); document.write('</i'); document.write('>');",
    },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'document.write of a table in pieces': {
    body: ({ url }) => `<p>one</p>${tag(url('a'))}<p>two</p>`,
    text: {
      a: "for (const it of ['<table><caption>', 'a</caption>', '<tr><td>1', '<td>2', '</td></tr><tr>', '<td>3</table>', '<p>behind']) document.write(it);",
    },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'document.write in pieces, with formatting, comments and references across them': {
    body: ({ url }) => `<p>one</p><div>${tag(url('a'))}</div><p>two</p>`,
    text: {
      a: "for (const it of ['<p>a<b>b', '</p>', 'c', '</b>d', '&am', 'p;e', '<pre>', '', '\\n', '\\n</pre>', '<!--', '<i>', '-', '-><', 'u>f</u', '>g']) document.write(it);",
    },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'document.write of scripts between other tags, in pieces': {
    body: ({ url }) => `<p>one</p><div>${tag(url('a'))}</div><p>two</p>`,
    text: {
      a: "const end = '</scr' + 'ipt>'; for (const it of ['<ul><li>a', '<script>note(document.querySelector(`ul`).children.length)', end, '<li>b', '<script>', 'note(document.querySelector(`ul`).children.length)' + end + '</ul>', 'c']) document.write(it);",
    },
    order: ['a', 1, 2],
    look: 'document.body.innerHTML',
  },
  'what was written can be read at once': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: "document.write('<i id=w>written</i>'); note(document.getElementById('w')?.textContent);",
    },
    order: ['a', 'written'],
  },
  'document.write of an inline script': {
    body: ({ url }) => tag(url('a')) + tag(url('b')),
    text: { a: "document.write('<script>note(`inner`)</scr' + 'ipt>'); note('end');" },
    order: ['a', 'inner', 'end', 'b'],
    look: 'document.body.innerHTML',
  },
  'document.write of a script': {
    body: ({ url, free }) =>
      `<script>self.free = "${free('f')}"</script>` + tag(url('a')) + tag(url('b')),
    text: {
      a: "document.write('<script src=' + free + '></scr' + 'ipt><i>behind</i>'); note('end');",
    },
    order: ['a', 'end', 'f', 'b'],
    look: 'document.body.innerHTML',
  },
  'document.write of a tracked script': {
    body: ({ url }) => `<script>self.more = "${url('c')}"</script>` + tag(url('a')) + tag(url('b')),
    text: { a: "document.write('<script src=' + more + '></scr' + 'ipt>'); note('end');" },
    order: ['a', 'end', 'c', 'b'],
  },
  'document.write of an inline script behind a library': {
    body: ({ url }) =>
      `<p>one</p>${tag(url('map'))}${inline("document.write('<i>' + google.maps.v + '</i>')")}<p>two</p>`,
    text: { map: 'self.google = { maps: { v: 1 } };' },
    order: ['map'],
    look: 'document.body.innerHTML',
  },
  'document.write in the head': {
    head: ({ url }) => tag(url('a')),
    body: () => '<p>one</p>',
    text: { a: "document.write('<meta name=w content=1>');" },
    order: ['a'],
    look: "[document.querySelector('meta[name=w]').parentNode.localName, document.body.innerHTML]",
  },
  'document.write of a deferred script is ignored': {
    head: ({ url }) => tag(url('a'), 'defer'),
    body: () => '<p>one</p>',
    text: { a: "document.write('<i>never</i>');" },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'document.write of an inserted script is ignored': {
    body: ({ url }) => `<p>one</p>${insert(url('a'))}`,
    text: { a: "document.write('<i>never</i>');" },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
};
