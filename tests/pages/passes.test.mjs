/**
 * @file Requests that are never held: the site's inline code after held scripts, vendors that need no consent, and
 * hosts that only look like a vendor's.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inline } from './support/pages.mjs';

/** The held scripts of the vendors whose globals the inline scripts use. */
const HELD = [
  'https://www.googletagmanager.com/gtag/js?id=G-XXXXXXX',
  'https://www.google-analytics.com/analytics.js',
  'https://www.clarity.ms/tag/abc',
  'https://maps.googleapis.com/maps/api/js?callback=initMap',
  'https://player.vimeo.com/api/player.js',
  'https://www.google.com/recaptcha/api.js',
  'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js',
];
const CHAT = 'https://livechat.infobip.com/widget.js';
const PEOPLE = HELD[HELD.length - 1];

/** Hosts and paths that look like a vendor's and are not. They load at once and have no vendor. */
const LOOKALIKES = [
  'https://livechat.infobip.com.evil.example/widget.js',
  'https://notinfobip.com/widget.js',
  'https://infobip.com.example/widget.js',
  'https://doubleclick.net.example/x.js',
  'https://mydoubleclick.net/x.js',
  'https://s3.eu-central-1.amazonaws.com/other-bucket/people-events-sdk/pe.latest-2.js',
  'https://s3.eu-central-1.amazonaws.com/portal-cdn-production2/x.js',
  'https://s3.us-east-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js',
  'https://www.example.com/portal-cdn-production/people-events-sdk/pe.latest-2.js',
];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('inline scripts that run at once', () => {
  const rows = table();
  /** @type {{ order: unknown[], errors: string[], waiting: number }} */
  let seen;
  before(async () => {
    const tags = HELD.map((src) => `<script src="${src}"></script>`).join('\n');
    const body =
      tags + rows.map(([id, code]) => inline(`${code}\n__ran.push({ id: "${id}" });`)).join('\n');
    seen = await world.visit({ body, until: 'load' }, async (visit) => ({
      order: await visit.order(),
      errors: visit.errors,
      waiting: (await visit.run('consentGate.state()')).waiting,
    }));
  });
  for (const [id] of rows) {
    test(id, () => judge(`passes: ${id}`, async () => assert.ok(seen.order.includes(id))));
  }
  test('in the order of the page, without an error, after held scripts', () => {
    const ids = rows.map(([id]) => id);
    assert.deepEqual(
      seen.order,
      ids.filter((id) => seen.order.includes(id)),
    );
    assert.deepEqual(seen.errors, []);
    assert.ok(seen.waiting >= HELD.length, `${seen.waiting} wait`);
  });
});

describe('two features of one vendor on one page', () => {
  const insert = (/** @type {string} */ src) =>
    inline(
      `{ const s = document.createElement("script"); s.src = "${src}"; const t = document.getElementsByTagName("script")[0]; t.parentNode.insertBefore(s, t); }`,
    );
  const tag = (/** @type {string} */ src) => `<script src="${src}"></script>`;
  for (const [how, make] of Object.entries({ inserted: insert, static: tag })) {
    for (const chatFirst of [true, false]) {
      const name = `${how}, the ${chatFirst ? 'chat' : 'tracking'} first`;
      test(name, () => judge(`passes: ${name}`, () => twoFeatures(make, chatFirst)));
    }
  }
});

/** @param {(src: string) => string} make @param {boolean} chatFirst */
async function twoFeatures(make, chatFirst) {
  const mark = `?id=${world.next()}`;
  const [chat, people] = [`${CHAT}${mark}-chat`, `${PEOPLE}${mark}-people`];
  const [chatId, peopleId] = [chat, people].map((url) => url.split('=')[1]);
  const body = (chatFirst ? [chat, people] : [people, chat]).map(make).join('\n');
  await world.visit({ body }, async (visit) => {
    await visit.ranWhen(chatId);
    assert.equal(await visit.ran(peopleId), 0, 'the tracking before consent');
    await visit.run("consentGate.grant('functional', 'analytics')");
    assert.equal(await visit.ran(peopleId), 0, 'the tracking after other consent');
    if (make(chat).includes('createElement')) assert.equal(requestsOf(people).length, 0);
    await visit.run("consentGate.grant('marketing')");
    await visit.ranWhen(peopleId);
    assert.deepEqual([await visit.ran(chatId), await visit.ran(peopleId)], [1, 1]);
    assert.deepEqual(visit.errors, []);
  });
  assert.equal(requestsOf(chat).length, 1, 'requests of the chat');
}

/** @param {string} url */
const requestsOf = (url) => world.log.requests(({ path }) => url.endsWith(path) && path.length > 1);

describe('hosts that are not the vendor’s', () => {
  for (const url of LOOKALIKES) {
    test(url, () =>
      judge(`passes: ${url}`, async () => {
        const id = `look${world.next()}`;
        const src = `${url}?id=${id}`;
        const body = inline(
          `document.body.append(Object.assign(document.createElement("script"), { src: "${src}" }))`,
        );
        const rows = await world.visit({ body }, async (visit) => {
          await visit.ranWhen(id);
          return visit.run('consentGate.report()');
        });
        const row = rows.find((/** @type {{ url: string }} */ it) => it.url === src);
        assert.equal(row?.vendor ?? null, null);
      }),
    );
  }

  test('credentials before a host', async () => {
    const body = inline(
      'document.body.append(Object.assign(document.createElement("iframe"), { src: "https://livechat.infobip.com@evil.example/" }))',
    );
    const rows = await world.visit({ body }, async (visit) => visit.run('consentGate.report()'));
    assert.deepEqual(
      rows.map((/** @type {{ vendor: string | null }} */ it) => it.vendor),
      [null],
    );
  });
});

/** @returns {string[][]} id and code of each inline script */
function table() {
  const text = readFileSync(new URL('passes/inline.txt', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const bulk = Array.from(
    { length: 5000 },
    (_, i) => `var v${i} = function () { return ${i}; }`,
  ).join(';');
  return rows.map((row) => {
    const [id, ...code] = row.split(' | ');
    return [id.trim(), code.join(' | ').trim().replace('$200KB', bulk)];
  });
}
