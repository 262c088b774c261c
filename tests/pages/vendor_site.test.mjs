/**
 * @file The vendor pages for a visitor: every link leads to a page, the search needs no network, nothing is blocked
 * under `default-src 'self'`, and axe finds nothing in light and in dark mode.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { CHROMIUM, FLAGS } from './support/browser.mjs';
import { test } from './support/test.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript' };
const folder = mkdtempSync(join(tmpdir(), 'vendor-site-'));

/** @param {string[]} args */
const cli = (args) =>
  execFileSync('cargo', ['run', '--quiet', '--locked', '--', ...args], { encoding: 'utf8' });

/** @type {import('node:http').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let origin;
/** @type {string[]} */
let ids;

before(async () => {
  cli(['vendors', 'site', '-o', folder]);
  const lines = cli(['vendors', 'list', '--json']).trim().split('\n');
  ids = lines.map((line) => JSON.parse(line).id);
  server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  origin = `http://127.0.0.1:${address.port}`;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(request, response) {
  const name = (request.url ?? '').slice(1);
  if (name === 'favicon.ico') return response.writeHead(204).end();
  const type = Object.entries(TYPES).find(([end]) => end === extname(name));
  if (!type || !readdirSync(folder).includes(name)) return response.writeHead(404).end();
  const headers = { 'content-type': type[1], 'content-security-policy': "default-src 'self'" };
  return response.writeHead(200, headers).end(readFileSync(join(folder, name)));
}

/**
 * Visits a page. A console error of the browser fails the test.
 * @param {string} name
 * @param {(page: import('playwright-core').Page) => Promise<void>} look
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function visit(name, look, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(`${origin}/${name}`);
  await look(page);
  await context.close();
  assert.deepEqual(complaints, [], name);
}

/** Returns the names of the visible rows. @param {import('playwright-core').Page} page */
const shown = (page) => page.locator('.vendors li:visible a').allTextContents();

test('every vendor has a page, and every link inside leads to a file', () => {
  const files = readdirSync(folder);
  assert.deepEqual(
    files.filter((name) => name.endsWith('.html')).sort(),
    [...ids.map((id) => `${id}.html`), 'index.html'].sort(),
  );
  for (const name of files.filter((name) => name.endsWith('.html'))) {
    const text = readFileSync(join(folder, name), 'utf8');
    const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]);
    const inside = links.filter((link) => !/^(https?:\/\/|#)/.test(link));
    assert.ok(inside.length > 0, `${name} has no link to the others`);
    for (const link of inside) assert.ok(files.includes(link), `${name} leads to ${link}`);
    assert.doesNotMatch(text, /<style|\sstyle=|<script(?! src)|\son[a-z]+=/, name);
  }
});

test('the search finds names, other names and hosts', async () => {
  await visit('index.html', async (page) => {
    assert.equal((await shown(page)).length, ids.length);
    for (const [typed, wanted] of [
      ['infobip', 'Infobip'],
      ['  GA4', 'Google Analytics'],
      ['https://www.clarity.ms/tag/x', 'Microsoft Clarity'],
    ]) {
      await page.getByRole('searchbox').fill(typed);
      const found = await shown(page);
      assert.ok(found.includes(wanted) && found.length < ids.length, `${typed}: ${found}`);
      assert.match((await page.getByRole('status').textContent()) ?? '', /^\d+ of \d+ vendors$/);
    }
    await page.getByRole('searchbox').fill('nobody has this name');
    assert.deepEqual(await shown(page), []);
  });
});

test('without scripts the list is shown, and the search is hidden', async () => {
  const look = async (/** @type {import('playwright-core').Page} */ page) => {
    assert.equal((await shown(page)).length, ids.length);
    assert.equal(await page.locator('form:visible').count(), 0);
  };
  await visit('index.html', look, { javaScriptEnabled: false });
});

test('the first Tab stop skips to the content, and is visible', async () => {
  await visit('infobip.html', async (page) => {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus-visible');
    assert.equal(await focused.textContent(), 'Skip to the content');
    assert.ok(((await focused.boundingBox())?.y ?? -1) >= 0);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
  });
});

test('no page scrolls horizontally in a narrow window', async () => {
  for (const name of ['index.html', 'google-analytics.html', 'infobip.html']) {
    const look = async (/** @type {import('playwright-core').Page} */ page) => {
      const width = await page.evaluate('document.documentElement.scrollWidth');
      assert.ok(Number(width) <= 320, `${name} is ${width} wide`);
    };
    await visit(name, look, { viewport: { width: 320, height: 600 } });
  }
});

test('axe finds nothing, in light and in dark', async () => {
  const pages = ['index', 'infobip', 'google-analytics', ids[0], ids[ids.length - 1]];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const id of new Set(pages)) {
      const look = async (/** @type {import('playwright-core').Page} */ page) => {
        await page.evaluate(AXE);
        const { violations, passes } = /** @type {any} */ (await page.evaluate('axe.run()'));
        assert.ok(passes.length > 10, `axe tried nothing on ${id}`);
        const told = violations.map((/** @type {any} */ it) => `${it.id}: ${it.nodes[0].html}`);
        assert.deepEqual(told, [], `${id}, ${colorScheme}`);
      };
      await visit(`${id}.html`, look, { colorScheme });
    }
  }
});
