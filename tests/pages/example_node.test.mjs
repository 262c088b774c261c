/** @file The server of `examples/node`: pages are rewritten, other files are unchanged. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../examples/node/server.mjs';
import { BINARY } from './support/rewrite.mjs';

const PAGE = '<!doctype html><html><head></head><script src=https://www.clarity.ms/tag/a></script>';
const CODE = 'document.write("<script src=https://www.clarity.ms/tag/a>")';

/** @type {string} */
let folder;
/** @type {import('node:http').Server} */
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'consent-gate-example-'));
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'own.js'), CODE);
  server = serve({ folder, command: BINARY });
  await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
});

after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** @param {string} path */
async function get(path) {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
}

test('a page is rewritten', async () => {
  const { text } = await get('/');
  assert.match(text, /<head><script src="\/consent-gate.js"/);
  assert.match(text, /data-consent-gate type="text\/plain" src=https:\/\/www\.clarity\.ms\/tag\/a/);
});

test('other files are unchanged, and nothing outside the folder is sent', async () => {
  assert.equal((await get('/own.js')).text, CODE);
  assert.equal((await get('/none.html')).status, 404);
  assert.equal((await get('/%2e%2e/%2e%2e/etc/passwd')).status, 404);
});
