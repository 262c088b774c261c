/**
 * @file Requests that no script of a page can see: the rows of `vectors/unseeable.txt`. Each works without a gate. At
 * each protection level it leaks or is stopped, as the row says. A row that is held must be removed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import { command, rewrite } from './support/rewrite.mjs';
import { loadUnseeable } from './vectors/load.mjs';
import { fill, KINDS } from './vectors/page.mjs';

const FORMS = ['no gate', 'one-tag', 'sealed', 'rewritten'];

/** @type {import('./support/browser.mjs').World} */
let world;

/** Number of rows that each protection level stops. @type {Record<string, number>} */
const stopped = {};

before(async () => {
  world = await startWorld();
});

after(async () => {
  await world.close();
  const counts = FORMS.map((form) => `${form} ${stopped[form] ?? 0}`);
  console.log(`unseeable: ${loadUnseeable().length}; stopped by ${counts.join(', ')}`);
});

describe('unseeable', { concurrency: 4 }, () => {
  for (const { id, options, kind, code } of loadUnseeable()) {
    for (const form of FORMS) {
      const leaks = !options.includes(form);
      test(`${id}, ${form}: ${leaks ? 'leaks' : 'stopped'}`, async () => {
        const requests = await visited(form, kind, code, leaks);
        stopped[form] = (stopped[form] ?? 0) + (requests === 0 ? 1 : 0);
        assert.equal(requests > 0, leaks, `${requests} requests`);
      });
    }
  }
});

/**
 * Returns the number of requests to the tracked host on a first visit.
 * @param {string} form @param {string} kind @param {string} code
 * @param {boolean} leaks whether to wait for one
 */
async function visited(form, kind, code, leaks) {
  const { tracked, untracked, site } = world.hosts();
  const control = world.hosts().site;
  for (const host of [site, control])
    world.server.on(host, ({ path }) => echo(decodeURIComponent(path), form, host));
  const markup = (/** @type {string} */ host) =>
    fill(code, `https://${host}/${KINDS[kind].file}`, host, 'x');
  await world.visit({ site, text: text(form, site, markup(tracked)) }, async (visit) => {
    await visit.loaded();
    if (leaks) await world.log.when(tracked, { what: 'a request of a row that leaks' });
    // The same, begun later, on a page without a gate. When that has arrived, this would have arrived.
    const body = markup(untracked);
    await world.visit({ site: control, gate: false, body }, () => world.log.when(untracked));
    await visit.idle();
  });
  return world.log.requests(tracked).length;
}

/** @param {string} form @param {string} site @param {string} body */
function text(form, site, body) {
  if (form === 'no gate') return pageText({ gate: false, body });
  if (form === 'rewritten') return rewrite(pageText({ body }), site);
  return pageText({ gate: false, before: command(['snippet', '--strength', form]), body });
}

/**
 * Returns a file of the site that consists of its query. A rewritten site is rewritten completely.
 * @param {string} path @param {string} form @param {string} site
 */
function echo(path, form, site) {
  const [, extension, body] = /^\/echo\.(js|css|html)\?(.*)$/s.exec(path) ?? [];
  if (!extension) return undefined;
  const code = { js: 'text/javascript', css: 'text/css' }[extension];
  if (code) return { body, headers: { 'content-type': code } };
  const page = `<!doctype html><head></head>${body}`;
  const own = form === 'rewritten' ? rewrite(page, site) : page;
  return { body: own, headers: { 'content-type': 'text/html' } };
}
