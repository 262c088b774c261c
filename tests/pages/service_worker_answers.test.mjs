/**
 * @file The service worker and responses: a page with a gate is rewritten, everything else is unchanged. Tested by the
 * browser's view of the response, and by the server's log.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { GATE_TAG } from './support/pages.mjs';
import { PATH, tags, untilReady } from './support/service_worker.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/stand_ins.mjs').Answer} Answer */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld({ answers: true });
});

after(() => world.close());

describe('responses without a page of a gate are unchanged', { concurrency: 2 }, () => {
  const tag = '<script src="https://$h/x.js"></script>';
  const gated = `<!doctype html><head>${GATE_TAG}</head>`;
  /** @type {Record<string, Answer & { changed?: boolean, asks?: boolean }>} */
  const ANSWERED = {
    'a page with the gate': { body: gated + tag, changed: true },
    'its error page': { status: 404, body: gated + tag, changed: true },
    'a page without the gate': { body: `<!doctype html><head></head>${tag}`, asks: true },
    'an AMP document': { body: gated.replace('html>', 'html><html amp>') + tag },
    text: { body: gated + tag, headers: { 'content-type': 'text/plain' } },
    'windows-1252': {
      body: `${gated}<p>\xe4\xf6</p>${tag}`,
      headers: { 'content-type': 'text/html; charset=windows-1252' },
      changed: true,
    },
  };
  const INSERTED = / data-consent-gate(?:="rewritten"| type="text\/plain")|data-consent-gate-/g;
  for (const [name, { changed = false, asks = false, ...answer }] of Object.entries(ANSWERED)) {
    test(name, async () => {
      const { site, tracked } = world.hosts();
      const first = { site, config: { service_worker: PATH }, body: tags(tracked) };
      await world.visit(first, async (visit) => {
        await visit.loaded();
        await untilReady(visit);
        const written = String(answer.body).replaceAll('$h', `other.${tracked}`);
        const headers = { 'content-type': 'text/html', 'x-own': 'kept', ...answer.headers };
        world.server.put(site, '/other', {
          ...answer,
          body: Buffer.from(written, 'latin1'),
          headers,
        });
        const second = world.log.entries.length;
        const response = await visit.page.goto(`${visit.url}other`);
        const text = String(await response?.text());
        await visit.idle();
        assert.equal(response?.status(), answer.status ?? 200);
        assert.equal(response?.headers()['x-own'], 'kept');
        const wanted = new TextDecoder('windows-1252').decode(Buffer.from(written, 'latin1'));
        assert.equal(text.replaceAll(INSERTED, ''), wanted);
        assert.equal(text.length > wanted.length, changed, text);
        const seen = world.log.entries.slice(second).filter(({ host }) => host.endsWith(tracked));
        if (changed) assert.deepEqual(seen, []);
        // No gate answers there, and a request is blocked only if a gate confirms it.
        if (asks) await world.log.when(`other.${tracked}`);
      });
    });
  }
});
