/**
 * @file An invalid config or stored record: one clear line for each mistake that the site can fix, none for others, and
 * no request that needs consent is allowed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** The browser's message contains the position of the mistake. */
const NO_JSON = [/the config is not valid JSON, and its strict reading counts: \S/];
const NO_OBJECT = ['the config must be a JSON object; the defaults are used'];
const unknownKey = (/** @type {string} */ key) =>
  `config "${key}": unknown key; it is ignored`;
const wrong = (/** @type {string} */ key, /** @type {string} */ wanted) =>
  `config "${key}" must be ${wanted}; the default is used`;

const strictly = (
  /** @type {string} */ key,
  /** @type {string} */ wanted,
  /** @type {string} */ used,
) => `config "${key}" must be ${wanted}; "${used}" is used`;

/** The config's text, and the messages about it. @type {Record<string, [string, (string | RegExp)[]]>} */
const CONFIGS = {
  'no text': ['', NO_JSON],
  'half of it': ['{"regime":"opt-out"', NO_JSON],
  JavaScript: ["{regime: 'opt-out'}", NO_JSON],
  'an error page': ['<!doctype html><p>Not found', NO_JSON],
  null: ['null', NO_OBJECT],
  'a list': ['[{"regime":"opt-out"}]', NO_OBJECT],
  'a string': ['"opt-out"', NO_OBJECT],
  'a number': ['1e999', NO_OBJECT],
  'very deep': [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, [...NO_JSON, ...NO_OBJECT]],
  'an unknown key': ['{"regim":"opt-out"}', [`${unknownKey('regim')}; did you mean "regime"?`]],
  'keys of every object': [
    '{"__proto__":{"regime":"opt-out"},"constructor":1,"toString":2}',
    [unknownKey('__proto__'), unknownKey('constructor'), unknownKey('toString')],
  ],
  'an unknown word': ['{"regime":"optout"}', [wrong('regime', '"opt-in" or "opt-out"')]],
  'another case': ['{"regime":"OPT-OUT"}', [wrong('regime', '"opt-in" or "opt-out"')]],
  'wrong types': [
    '{"regime":["opt-out"],"unknown":false,"csp":1,"first_party":"doubleclick.net","vendors":[1],"files":"x","base":7,"expires_days":"30","fetch_timeout":-1,"banner":"no","signals":{"google":1},"cookie_domain":7,"receipt_endpoint":[]}',
    [
      wrong('regime', '"opt-in" or "opt-out"'),
      strictly('unknown', '"allow" or "hold"', 'hold'),
      wrong('csp', '"nonce" or "hosts"'),
      wrong('first_party', 'a list of strings'),
      wrong('vendors', 'an object'),
      wrong('files', 'an object'),
      wrong('base', 'a string'),
      wrong('expires_days', 'a number from 1 to 400'),
      wrong('fetch_timeout', 'a number from 1 to 600000'),
      wrong('banner', 'false or an object'),
      wrong('signals.google', 'true or false'),
      wrong('cookie_domain', 'a string'),
      wrong('receipt_endpoint', 'a string'),
    ],
  ],
  'a vendor’s wrong parts': [
    '{"vendors":{"doubleclick":{"category":"ads","consent":"no","domain":["x.example"]},"Marketing":{}}}',
    [
      wrong(
        'vendors.doubleclick.category',
        '"necessary", "functional", "analytics" or "marketing"',
      ),
      strictly('vendors.doubleclick.consent', '"exempt" or "required"', 'required'),
      `${unknownKey('vendors.doubleclick.domain')}; did you mean "domains"?`,
      'config "vendors.Marketing" is not an id (lower-case letters, digits, "-"; not a category); it is ignored',
    ],
  ],
  'hosts that are none': [
    '{"first_party":["https://cdn.example/","*.doubleclick.net",7]}',
    ['https://cdn.example/', '*.doubleclick.net', 'an entry that is not a string'].map(
      (host) =>
        `config "first_party": "${host}" is not a host name (ASCII, without scheme and port); it is ignored`,
    ),
  ],
  'numbers out of range': [
    '{"expires_days":1e308,"fetch_timeout":0.5,"policy_version":-1}',
    [
      wrong('expires_days', 'a number from 1 to 400'),
      wrong('fetch_timeout', 'a number from 1 to 600000'),
      wrong('policy_version', 'a string or a whole number'),
    ],
  ],
};

describe('config', { concurrency: 3 }, () => {
  for (const [name, [text, complaints]] of Object.entries(CONFIGS)) {
    test(name, () => withConfig(text, complaints));
  }
  test('ten thousand hosts and a thousand vendors', async () => {
    const first_party = Array.from({ length: 10_000 }, (_, i) => `h${i}.example`);
    const vendors = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [`v${i}`, { domains: [`v${i}.example`] }]),
    );
    await withConfig(JSON.stringify({ first_party, vendors }), []);
  });
});

/** @param {string} config @param {(string | RegExp)[]} complaints */
async function withConfig(config, complaints) {
  const page = pageText({}).replace(
    /<script type="application\/json"[^]*?<\/script>/,
    () => `<script type="application/json" id="consent-gate-config">${config}</script>`,
  );
  await stillHolds({ text: page }, async (visit) => {
    assert.equal(visit.errors.length, complaints.length, visit.errors.join('\n'));
    complaints.forEach((line, i) => {
      if (typeof line === 'string') assert.equal(visit.errors[i], `Consent Gate: ${line}`);
      else assert.match(visit.errors[i], line);
    });
    const { regime, engine } = await visit.run('consentGate.state()');
    assert.deepEqual([regime, engine], ['opt-in', 'wasm']);
  });
}

const NOW = Date.now();
const DAY = 86_400_000;
/** A valid record. */
const GOOD = {
  v: 1,
  id: '0123456789abcdef0123456789abcdef',
  time: NOW - DAY,
  method: 'banner',
  expires: NOW + DAY,
  choices: { necessary: true, functional: true, analytics: true, marketing: true },
};
const json = (/** @type {object} */ more) => JSON.stringify({ ...GOOD, ...more });

/** Values under the record's key that do not count. @type {Record<string, string>} */
const RECORDS = {
  nothing: '',
  null: 'null',
  'a word': 'granted',
  'a number': '1',
  'a list': '[1]',
  'half of a record': JSON.stringify(GOOD).slice(0, -20),
  'two records': JSON.stringify(GOOD) + JSON.stringify(GOOD),
  'a later form': json({ v: 2 }),
  'no form': json({ v: undefined }),
  'a form in quotes': json({ v: '1' }),
  'no id': json({ id: '' }),
  'no time': json({ time: undefined }),
  'a time in words': json({ time: 'yesterday' }),
  'a negative time': json({ time: -1 }),
  'no number': json({ time: NaN }),
  'from the future': json({ time: NOW + DAY }),
  expired: json({ expires: NOW - 1000 }),
  'expires before it was made': json({ expires: NOW - 2 * DAY }),
  'an unknown method': json({ method: 'cookie' }),
  'another policy version': json({ policy_version: '2' }),
  'a policy version of another type': json({ policy_version: { a: 1 } }),
  'no choices': json({ choices: undefined }),
  'choices in a list': json({ choices: ['marketing'] }),
  'a choice in words': json({ choices: { marketing: 'yes' } }),
  'a choice as a number': json({ choices: { marketing: 1 } }),
  'another product’s': '{"categories":["marketing"],"level":["marketing"],"revision":1}',
  'TC string': 'CPzvKgAPzvKgAAGABCENDYCgAP_AAH_AAAAAAAAAAAAA',
  'four megabytes': `{"v":1,"id":"${'x'.repeat(4_000_000)}"}`,
  'lone surrogates': json({ id: '\ud800', method: '\udfff' }),
};

/** Records that are no longer valid: the site cannot repair them. */
const OUTDATED = new Set(['expired', 'expires before it was made', 'another policy version']);
const DAMAGED =
  'Consent Gate: the stored record is damaged or from the future and does not count: the visitor is asked again';

describe('record', { concurrency: 3 }, () => {
  test('one that counts', async () => {
    const hosts = world.hosts();
    const page = { before: stored(JSON.stringify(GOOD)), body: tag(hosts.tracked) };
    await world.visit({ ...page, site: hosts.site }, async (visit) => {
      await visit.ranWhen(hosts.tracked.split('.')[0]);
      assert.equal(await visit.run('consentGate.state().decided'), true);
    });
  });
  for (const [name, text] of Object.entries(RECORDS)) {
    test(`${name}: counts as none`, () =>
      stillHolds({ before: stored(text) }, async (visit) => {
        assert.deepEqual(visit.errors, OUTDATED.has(name) ? [] : [DAMAGED]);
        const { decided, record } = await visit.run('consentGate.state()');
        assert.deepEqual([decided, record], [false, null]);
      }));
  }
  test('choices about unknown ids are kept and have no effect', async () => {
    const choices = {
      marketing: false,
      'no-such': true,
      'a/b': true,
      ['__proto__']: true,
      '': true,
    };
    const odd = JSON.stringify({ ...GOOD, choices: 0 }).replace('"choices":0', () => {
      const list = Object.entries(choices).map(([id, yes]) => `${JSON.stringify(id)}:${yes}`);
      return `"choices":{"__proto__":true,${list.join()}}`;
    });
    await stillHolds({ before: stored(odd) }, async (visit) => assert.deepEqual(visit.errors, []));
  });
});

/** Stores a record of an earlier visit. @param {string} text */
const stored = (text) => inline(`localStorage.setItem('consent-gate', ${JSON.stringify(text)});`);

/** @param {string} host */
const tag = (host) => `<script src="https://${host}/x.js"></script>`;

/**
 * Visits the page and calls `look`. A tracked script is held, and released after consent.
 * @param {import('./support/browser.mjs').PageOptions} page @param {(visit: Visit) => Promise<void>} look
 */
async function stillHolds(page, look) {
  const hosts = world.hosts();
  await world.visit({ ...page, site: hosts.site }, async (visit) => {
    await look(visit);
    await visit.run((/** @type {string} */ src) => {
      document.head.append(Object.assign(document.createElement('script'), { src }));
    }, `https://${hosts.tracked}/x.js`);
    await visit.idle();
    assert.equal(world.log.requests(hosts.tracked).length, 0, 'requests before consent');
    await visit.grantAll();
    await visit.ranWhen(hosts.tracked.split('.')[0]);
    assert.equal(world.log.requests(hosts.tracked).length, 1, 'requests after consent');
  });
}
