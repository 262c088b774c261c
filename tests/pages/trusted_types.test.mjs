/**
 * @file Pages that require Trusted Types, with and without the gate's policy on their list. The page's values pass, its
 * plain strings are rejected as without a gate, and requests are held and released.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';

/** Additions to `require-trusted-types-for 'script'`. */
const LISTS = {
  'no list': '',
  'a list with both': '; trusted-types page consent-gate',
};

/** Lists without the gate's policy. @type {Record<string, string>} */
const WITHOUT_GATE = {
  'a list without the gate': '; trusted-types page',
  'a list of none': "; trusted-types 'none'",
};

/** Only a policy of the gate could restore these: without one they stay held. */
const NEEDS_POLICY = ['write in two', 'static srcdoc'];

/** Actions of the page, by name; `make` is its policy, or null if it may have none. */
const ACTIONS = {
  src: `const s = E('script'); s.src = make.createScriptURL(u); B.append(s);`,
  'plain src': `const s = E('script'); s.src = u; B.append(s);`,
  attribute: `const s = E('script'); s.setAttribute('src', make.createScriptURL(u)); B.append(s);`,
  'plain attribute': `const s = E('script'); s.setAttribute('src', u); B.append(s);`,
  'late src': `const s = E('script'); B.append(s); s.src = make.createScriptURL(u);`,
  frame: `const f = E('iframe'); f.src = u; B.append(f);`,
  innerHTML: `const d = E('div'); B.append(d); d.innerHTML = make.createHTML('<iframe src="' + u + '"></iframe>');`,
  'plain innerHTML': `const d = E('div'); B.append(d); d.innerHTML = '<iframe src="' + u + '"></iframe>';`,
  adjacent: `B.insertAdjacentHTML('beforeend', make.createHTML('<iframe src="' + u + '"></iframe>'));`,
  fragment: `B.append(document.createRange().createContextualFragment(make.createHTML('<script src="' + u + '"></' + 'script>')));`,
  write: `document.write(make.createHTML('<script src="' + u + '"></' + 'script>'));`,
  'write in two': `document.write(make.createHTML('<script src="' + u.slice(0, 12))); document.write(make.createHTML(u.slice(12) + '"></' + 'script>'));`,
  'write frame': `document.write(make.createHTML('<p>a<iframe src="' + u + '"></iframe></p>'));`,
  'plain write': `document.write('<script src="' + u + '"></' + 'script>');`,
  srcdoc: `const f = E('iframe'); f.srcdoc = make.createHTML('<script src="' + u + '"></' + 'script>'); B.append(f);`,
  'plain srcdoc': `const f = E('iframe'); f.srcdoc = '<script src="' + u + '"></' + 'script>'; B.append(f);`,
};

/** The markup. */
const MARKUP = {
  tag: '<script src="$u"></script>',
  'static frame': '<iframe src="$u"></iframe>',
  'static srcdoc': `<iframe srcdoc="<script src='$u'></script>"></iframe>`,
  inline: `<script data-consent="marketing">__ran.push({ id: "inline" }); __marked();</script>`,
  library: '<script src="$u"></script>',
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('trusted types', { concurrency: 2 }, () => {
  for (const [name, list] of Object.entries(LISTS)) {
    test(name, async () => {
      const bare = await through(list, false);
      assert.ok(bare.ran.length >= 4, `only ${bare.ran} ran without a gate`);
      const gated = await through(list, true, bare.marks);
      assert.deepEqual(gated.thrown, bare.thrown, 'exceptions of the page');
      assert.deepEqual(gated.ran, bare.ran, 'what has run in the end');
      assert.deepEqual(gated.requests, bare.requests, 'who was asked for in the end');
      const complaints = gated.errors.filter((error) => !bare.errors.includes(error));
      assert.ok(complaints.length <= 1, complaints.join('\n'));
    });
  }

  for (const [name, list] of Object.entries(WITHOUT_GATE)) {
    test(`${name}: what needs the policy waits, all else is as ever`, async () => {
      const bare = await through(list, false);
      const gated = await through(list, true);
      const rest = (/** @type {any} */ { ran, thrown }) => ({
        ran: ran.filter((/** @type {string} */ it) => !NEEDS_POLICY.includes(it)),
        thrown,
      });
      assert.deepEqual(rest(gated), rest(bare));
      const uncaught = gated.errors.filter((error) => error.startsWith('uncaught'));
      assert.deepEqual(uncaught, []);
      assert.ok(gated.errors.some((error) => /add "consent-gate" to it/.test(error)));
    });
  }
});

/** @param {string} list @param {boolean} gate @param {number} [marks] the least number of marks to wait for */
async function through(list, gate, marks = 0) {
  const hosts = world.hosts();
  const host = (/** @type {number} */ i) => `a${i}.${hosts.tracked}`;
  const names = [...Object.keys(ACTIONS), ...Object.keys(MARKUP)];
  const url = (/** @type {string} */ name) =>
    `https://${host(names.indexOf(name))}/x.${/frame|HTML|adjacent/.test(name) ? 'html' : 'js'}`;
  const headers = {
    'content-security-policy': `require-trusted-types-for 'script'${list}`,
  };
  const markup = Object.entries(MARKUP).map(([name, tag]) => tag.replaceAll('$u', url(name)));
  const actions = Object.entries(ACTIONS).map(([name, code]) => action(name, code, url(name)));
  const body = [inline(START), ...actions, ...markup].join('\n');
  return world.visit({ body, headers, gate, site: hosts.site, until: 'load' }, async (visit) => {
    if (gate) {
      await visit.idle();
      assert.deepEqual(await visit.order(), [], 'what ran before consent');
      await visit.grantAll();
    }
    await control(visit, `https://${hosts.untracked}/x.html`);
    await visit.ranWhen(null, marks).catch(() => {}); // The assertion below names the missing ones.
    await visit.idle();
    const asked = names.filter((_, i) => world.log.requests(host(i)).length > 0);
    const order = await visit.order();
    const ran = names.filter((name, i) => order.includes(`a${i}`) || order.includes(name));
    const thrown = await visit.run('thrown');
    return { thrown, ran, requests: asked, errors: visit.errors, marks: order.length };
  });
}

/**
 * Waits until everything that may run has: every script and frame element of the page has ended.
 * @param {import('./support/browser.mjs').Visit} visit @param {string} src
 */
async function control(visit, src) {
  await visit.page.waitForLoadState('load');
  await visit.page.waitForLoadState('networkidle');
  await visit.run((/** @type {string} */ url) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
  }, src);
  await visit.ranWhen(new URL(src).host.split('.')[0]);
}

const START = `
var thrown = {}, E = (name) => document.createElement(name), B = document.body, make = null;
try {
  const same = (value) => value;
  make = trustedTypes.createPolicy('page', { createHTML: same, createScript: same, createScriptURL: same });
} catch (error) { thrown.policy = error.name; }`;

/** @param {string} name @param {string} code @param {string} url */
const action = (name, code, url) =>
  inline(`try { const u = ${JSON.stringify(url)}; ${code} }
catch (error) { thrown[${JSON.stringify(name)}] = error.name; }`);
