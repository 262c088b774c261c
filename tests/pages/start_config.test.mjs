/**
 * @file An invalid config is never laxer than intended. Members that can be read safely are read, all others get their
 * strict defaults, and one line on the console reports the mistake and the probable intention.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { GATE_TAG, inline, pageText } from './support/pages.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** A vendor that needs no consent by the table, and an unknown host. */
const EXEMPT = 'https://livechat.infobip.com/widget.js';

/**
 * The config's text, its console messages, and requests that are held in addition to those of the table: `unknown`
 * third parties, an `exempt` vendor, or a `grant` by the API.
 * @type {Record<string, [string, RegExp[], ('unknown' | 'exempt' | 'grant')[]]>}
 */
const CONFIGS = {
  'a good one': ['{"unknown":"hold"}', [], ['unknown']],
  'a trailing comma': ['{"banner":false,"unknown":"hold",}', [], ['unknown']],
  'a trailing comma and a comment': ['{"unknown":"hold", /* no more */ }', [], ['unknown']],
  'a trailing comma in a list': [
    '{"first_party":["a.example",],"unknown":"hold"}',
    [],
    ['unknown'],
  ],
  'a comment in front': ['/* x */{"unknown":"hold"}', [], ['unknown']],
  'a line of comment': ['{\n// "unknown": "allow"\n"unknown":"hold"}', [], ['unknown']],
  'comments in strings are none': [
    '{"policy_version":"/* , ] */ // \\" ,}","unknown":"hold"}',
    [],
    ['unknown'],
  ],
  'a byte order mark': ['\uFEFF{"unknown":"hold"}', [], ['unknown']],
  'two trailing commas': ['{"unknown":"hold",,}', [/not valid JSON.*position|column/], ['unknown']],
  'half of it': ['{"unknown":"hold"', [/not valid JSON/], ['unknown']],
  JavaScript: ["{unknown: 'hold', api: 'locked'}", [/not valid JSON/], ['unknown', 'grant']],
  'broken, and a vendor that is to wait': [
    '{"vendors":{"infobip":{"consent":"required"}}',
    [/not valid JSON/],
    ['exempt'],
  ],
  'broken, and nothing is asked for': ['{"language":"de"', [/not valid JSON/], []],
  'a list': ['[{"unknown":"hold"}]', [/must be a JSON object/], ['unknown']],
  'another word': ['{"unknown":"block"}', [/"unknown" must be .*"hold" is used/], ['unknown']],
  'a truth': ['{"unknown":true}', [/"unknown" must be/], ['unknown']],
  'another word for locked': ['{"api":"closed"}', [/"api" must be .*"locked" is used/], ['grant']],
  'a misspelt key': ['{"unknwon":"hold"}', [/did you mean "unknown"\?/], ['unknown']],
  'a key in capitals': ['{"Unknown":"hold"}', [/did you mean "unknown"\?/], ['unknown']],
  'a misspelt key that allows': ['{"unknwon":"allow"}', [/did you mean "unknown"\?/], []],
  'a misspelt vendor': [
    '{"vendors":{"infobp":{"consent":"required"}}}',
    [/"infobp" is not a .*did you mean "infobip"\?/],
    ['exempt'],
  ],
  'a misspelt feature': [
    '{"vendors":{"infobip":{"features":{"chat-wigdet":{"consent":"required"}}}}}',
    [/did you mean "infobip\/chat-widget"\?/],
    ['exempt'],
  ],
  'a misspelt need': [
    '{"vendors":{"infobip":{"consent":"requried"}}}',
    [/must be .*"required" is used/],
    ['exempt'],
  ],
  'a misspelt key of a vendor': [
    '{"vendors":{"infobip":{"consnet":"required"}}}',
    [/did you mean "consent"\?/],
    ['exempt'],
  ],
  'a misspelt exception': [
    '{"vendors":{"google-analytcs":{"consent":"exempt"}}}',
    [/did you mean "google-analytics"\?/],
    [],
  ],
  'a vendor that is not there': [
    '{"vendors":{"nobody-at-all":{"consent":"required"}}}',
    [/is not a /],
    [],
  ],
  'a vendor of the site’s own': [
    '{"vendors":{"infobp":{"domains":["x.example"]},"ours":{"category":"functional"}}}',
    [],
    [],
  ],
  'a misspelt id in the banner': [
    '{"banner":{"vendors":["google-font"]}}',
    [/did you mean "google-fonts"\?/],
    [],
  ],
};

describe('the config', { concurrency: 3 }, () => {
  for (const [name, [text, lines, held]] of Object.entries(CONFIGS))
    test(name, () => readAs({ text: page(config(text), GATE_TAG) }, lines, held));
});

const JSON_TEXT = '{"unknown":"hold"}';
const MISPLACED = [/looks like the config/];
/** @type {Record<string, [string, RegExp[], ('unknown' | 'exempt' | 'grant')[]]>} */
const PLACES = {
  'behind the gate': [GATE_TAG + config(JSON_TEXT), MISPLACED, []],
  'with another id': [config(JSON_TEXT, 'consent_gate_config') + GATE_TAG, MISPLACED, ['unknown']],
  'with a longer id': [
    config(JSON_TEXT, 'consent-gate-configuration') + GATE_TAG,
    MISPLACED,
    ['unknown'],
  ],
  'without an id': [config(JSON_TEXT, '') + GATE_TAG, MISPLACED, ['unknown']],
  'with another id, behind the gate': [
    GATE_TAG + config(JSON_TEXT, 'consentGateConfig'),
    MISPLACED,
    [],
  ],
  'data of somebody else’s': [
    config('{"unknown":1,"regime":2}', '__NEXT_DATA__') + GATE_TAG,
    [],
    [],
  ],
  'data with keys of the same names': [config('{"unknown":3,"regime":"x"}', '') + GATE_TAG, [], []],
  'data without an id': [config('{"vendors":[1]}', '') + GATE_TAG, [], []],
};

describe('the position of the config', { concurrency: 3 }, () => {
  for (const [name, [head, lines, held]] of Object.entries(PLACES))
    test(name, () => readAs({ text: page(head, '') }, lines, held));
});

test('a tag with an unknown data-consent is held', async () => {
  const body = `<script data-consent="analitycs">__ran.push({ id: 'near' });</script>
    <script data-consent="nobody-at-all">__ran.push({ id: 'far' });</script>`;
  await world.visit({ body }, async (visit) => {
    assert.deepEqual(await visit.order(), []);
    assert.match(visit.errors[0], /"analitycs" is not a .*did you mean "analytics"\?/);
    await visit.run('consentGate.grant("analytics")');
    await visit.ranWhen('near').catch(() => {});
    await visit.grantAll();
    await visit.idle();
    assert.deepEqual((await visit.order()).sort(), ['far', 'near']);
  });
});

test('additions to Object.prototype count neither as config nor as record', async () => {
  const hosts = world.hosts();
  const spy = `https://${hosts.tracked}/receipt`;
  const body = inline(`Object.assign(Object.prototype, { receipt_endpoint: ${JSON.stringify(spy)},
    base: 'https://${hosts.tracked}/', cookie_domain: 'site.test', service_worker: '/sw.js', time: 1e15, vendors: {}, choices: { marketing: true },
    marketing: true, toJSON() { return { marketing: true }; } });`);
  await world.visit({ body, site: hosts.site }, async (visit) => {
    await visit.run('consentGate.denyAll()');
    await visit.idle();
    const stored = await visit.run('localStorage.getItem("consent-gate")');
    assert.equal(JSON.parse(stored).choices.marketing, false);
    await visit.run(
      `fetch('https://${hosts.untracked}/x.json', { mode: 'no-cors' }).then(() => 0)`,
    );
    assert.equal(world.log.requests(hosts.tracked).length, 0);
  });
});

/** @param {string} text @param {string} [id] */
function config(text, id = 'consent-gate-config') {
  return `<script type="application/json"${id && ` id="${id}"`}>${text}</script>`;
}

/** @param {string} head @param {string} gate */
const page = (head, gate) =>
  pageText({ gate: false }).replace('<head>', () => `<head>${head}${gate}`);

/** @param {import('./support/browser.mjs').PageOptions} options @param {RegExp[]} lines @param {string[]} held */
async function readAs(options, lines, held) {
  const hosts = world.hosts();
  await world.visit({ ...options, site: hosts.site, until: 'load' }, async (visit) => {
    const url = (/** @type {string} */ host) => `https://${host}/x.js`;
    for (const src of [url(hosts.tracked), url(hosts.untracked), EXEMPT])
      await visit.run((/** @type {string} */ it) => {
        document.head.append(Object.assign(document.createElement('script'), { src: it }));
      }, src);
    await visit.idle();
    /** @type {any[]} */
    const rows = await visit.run('consentGate.report()');
    const waits = (/** @type {string} */ it) =>
      rows.find((row) => row.url === it)?.state === 'waiting';
    assert.ok(waits(url(hosts.tracked)), 'the tracked host');
    const lines2 = visit.errors.filter((line) => line.startsWith('Consent Gate'));
    assert.equal(lines2.length, lines.length, visit.errors.join('\n'));
    lines.forEach((line, i) => assert.match(lines2[i], line));
    await visit.run('consentGate.grant("functional")');
    const { decided } = await visit.run('consentGate.state()');
    const found = {
      unknown: waits(url(hosts.untracked)),
      exempt: waits(EXEMPT),
      grant: !decided,
    };
    assert.deepEqual(
      Object.entries(found).flatMap(([name, it]) => (it ? [name] : [])),
      held,
    );
  });
}
