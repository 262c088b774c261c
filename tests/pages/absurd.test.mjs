/**
 * @file Very unusual URLs, and very many tags. The gate parses them as the browser does, without an exception, and
 * holds all.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** `$h` is the tracked host. Each is held if the browser parses it as a URL of that host. */
const URLS = {
  'a megabyte of path': `https://$h/${'x'.repeat(1_000_000)}`,
  'a megabyte of query': `https://$h/x.js?${'%41'.repeat(300_000)}`,
  'a megabyte of host': `https://${'x.'.repeat(500_000)}$h/x.js`,
  'ten thousand dots': `https://$h${'.'.repeat(10_000)}/x.js`,
  'lone surrogates in the path': 'https://$h/\ud800\udfff\udc00.js',
  'a lone surrogate in the host': 'https://\ud800.$h/x.js',
  'a null in the path': 'https://$h/\0x.js',
  'a null in the host': 'https://\0$h/x.js',
  'port 0': 'https://$h:0/x.js',
  'port 65535': 'https://$h:65535/x.js',
  'port 65536': 'https://$h:65536/x.js',
  'a port of a million digits': `https://$h:${'9'.repeat(1_000_000)}/x.js`,
  'a port that is no number': 'https://$h:x/x.js',
  'an empty port': 'https://$h:/x.js',
  'a forbidden port': 'https://$h:25/x.js',
  'a user': 'https://livechat.infobip.com:pw@$h/x.js',
  'many users': `https://${'a@'.repeat(1_000)}$h/x.js`,
  'no slashes': 'https:$h/x.js',
  'many slashes': 'https:////////$h/x.js',
  backslashes: 'https:\\\\$h\\x.js',
  'tabs and line feeds': 'h\tt\ntps:/\t/$h\r/x.js',
  'spaces around': '  \u0000 https://$h/x.js \u0001 ',
  'upper case': 'HTTPS://$H/X.JS',
  'percent in the host': 'https://%64$h/x.js',
  'full-width letters': 'https://ｄ.$h/x.js',
  'an ideographic full stop': 'https://a。$h/x.js',
  'a soft hyphen': 'https://a\u00adb.$h/x.js',
  'an invalid punycode': 'https://xn--a.$h/x.js',
  'an emoji': 'https://💩.$h/x.js',
  'an open bracket': 'https://[$h/x.js',
  'an IPv6 address': 'https://[::ffff:127.0.0.1]/x.js',
  'a number for a host': 'https://2130706433/x.js',
  'only a scheme': 'https:',
  'only slashes': '//',
  nothing: '',
  'a space': ' ',
  'a fragment': '#$h',
  'a query': '?https://$h/',
  data: 'data:text/javascript,self.dataRan=1//$h',
  'a megabyte of data': `data:text/javascript,${'/'.repeat(1_000_000)}`,
  javascript: 'javascript:void("x.js")',
  blob: 'blob:https://$h/0',
  filesystem: 'filesystem:https://$h/temporary/x.js',
  'an unknown scheme': 'x-$h://$h/x.js',
  'a scheme of a megabyte': `${'x'.repeat(1_000_000)}:$h`,
  ws: 'wss://$h/x.js',
  ftp: 'ftp://$h/x.js',
  file: 'file://$h/x.js',
  about: 'about:$h',
  'view-source': 'view-source:https://$h/x.js',
};

describe('unusual URLs', { concurrency: 3 }, () => {
  for (const [name, url] of Object.entries(URLS)) {
    for (const kind of ['script', 'iframe']) {
      test(`${name}, ${kind}`, () => asBrowserSays(url, kind));
    }
  }
});

/**
 * Console messages of the browser about a page that is loaded as a script, and of Firefox about a URL that no page may
 * load.
 */
const OWN =
  /SyntaxError: (?:Unexpected token|expected expression, got) '<'|^uncaught Security Error: Content at /;

/** @param {string} template @param {string} kind */
async function asBrowserSays(template, kind) {
  const hosts = world.hosts();
  const url = template
    .replaceAll('$h', hosts.tracked)
    .replaceAll('$H', hosts.tracked.toUpperCase());
  await world.visit({ site: hosts.site }, async (visit) => {
    const { thrown, tracked, held, after } = await visit.run(tryUrl, [url, kind, hosts.tracked]);
    assert.equal(thrown, null);
    assert.deepEqual({ held, after }, { held: tracked, after: url });
    await visit.idle();
    assert.equal(world.log.requests(hosts.tracked).length, 0);
    const errors = visit.errors.filter(
      (error) => /Consent Gate|uncaught/.test(error) && !OWN.test(error),
    );
    assert.deepEqual(errors, []);
  });
}

/**
 * Runs in the page: inserts an element with the URL in five ways, none of which may throw.
 * @param {[string, string, string]} input
 */
function tryUrl([url, kind, host]) {
  /** @type {string | null} */
  let thrown = null;
  const element = document.createElement(kind);
  try {
    element.setAttribute('src', url);
    document.body.append(element);
    document.body.append(element.cloneNode(true));
    /** @type {any} */ (document.body.appendChild(document.createElement(kind))).src = url;
    const markup = document.body.appendChild(document.createElement('div'));
    markup.append(Object.assign(document.createElement('i'), { textContent: url }));
    markup.outerHTML;
  } catch (error) {
    thrown = String(error);
  }
  let tracked = false;
  try {
    const { protocol, hostname } = new URL(url, location.href);
    const below = `.${hostname.replace(/\.$/, '')}`.endsWith(
      `.${host.split('.').slice(-2).join('.')}`,
    );
    tracked = below && /^(?:https?|wss?):$/.test(protocol);
  } catch {
    // The browser does not accept it as a URL, so there is no request either.
  }
  const rows = /** @type {any} */ (window).consentGate.report();
  const held = rows.some((/** @type {any} */ row) => row.verdict === 'hold');
  return { thrown, tracked, held, after: element.getAttribute('src') };
}

describe('very many tags', () => {
  const COUNT = 3_000;
  /** Each frame is a separate realm, without the gate too. */
  const FRAMES = 100;
  /** These run one after another. */
  const IN_ORDER = 200;

  test('scripts in one fragment: all held, all released, each once', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.run(insertMany, ['script', `https://${hosts.tracked}/x.js`, COUNT]);
      assert.equal(await visit.run('consentGate.state().waiting'), COUNT);
      assert.equal(world.log.requests(hosts.tracked).length, 0);
      await visit.grantAll();
      await visit.ranWhen(hosts.tracked.split('.')[0], COUNT);
      await visit.idle();
      assert.equal(world.log.requests(hosts.tracked).length, COUNT);
      const rows = await visit.run('consentGate.report()');
      const states = new Set(rows.map((/** @type {any} */ row) => row.state));
      assert.deepEqual([rows.length, [...states]], [COUNT, ['released']]);
      assert.deepEqual(visit.errors, []);
    });
  });

  test('frames in one fragment: all held', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.run(insertMany, ['iframe', `https://${hosts.tracked}/x.html`, FRAMES]);
      assert.equal(await visit.run('consentGate.state().waiting'), FRAMES);
      await visit.idle();
      assert.equal(world.log.requests(hosts.tracked).length, 0);
      await visit.run('document.body.replaceChildren()');
      await visit.idle();
      assert.equal(await visit.run('consentGate.state().waiting'), 0, 'removed frames are gone');
      assert.deepEqual(visit.errors, []);
    });
  });

  test('in static markup: all held, and in order on release', async () => {
    const hosts = world.hosts();
    const url = `https://${hosts.tracked}/x.js`;
    const tags = Array.from(
      { length: IN_ORDER },
      (_, i) => `<script src="${url}?id=${i}"></script>`,
    );
    const page = { body: tags.join('\n'), site: hosts.site };
    await world.visit(page, async (visit) => {
      assert.equal(await visit.run('consentGate.state().waiting'), IN_ORDER);
      assert.deepEqual(await visit.order(), []);
      await visit.grantAll();
      await visit.ranWhen(null, IN_ORDER);
      const order = await visit.order();
      assert.deepEqual(
        order,
        order.map((/** @type {any} */ _, i) => `${i}`),
      );
      assert.deepEqual(visit.errors, []);
    });
  });
});

/** Runs in the page. @param {[string, string, number]} input */
function insertMany([kind, src, count]) {
  const fragment = new DocumentFragment();
  for (let i = 0; i < count; i += 1) {
    fragment.append(Object.assign(document.createElement(kind), { src: `${src}?${i}` }));
  }
  document.body.append(fragment);
}
