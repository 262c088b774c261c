/**
 * @file The site of the benches that compare consent tools: its pages, the files of the tools, compressed as a site would
 * send them, and the third parties' tags, all on one port of this machine. It logs the requests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/** @typedef {{ type: string, content: Buffer }} File */
/** @typedef {{ url: string, host: string }} Asked */

/** @type {Record<string, string>} */
const TYPES = {
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  html: 'text/html',
};

/** @param {string} name @param {string | Buffer} content @returns {File} */
export function fileOf(name, content) {
  const type = TYPES[name.split('.').pop() ?? ''] ?? 'text/html';
  return { type: `${type}; charset=utf-8`, content: Buffer.from(content) };
}

/** The sizes of a file: raw, gzip -9, brotli -11. @param {Buffer} content */
export const sizes = (content) => [
  content.length,
  gzipSync(content, { level: 9 }).length,
  brotli(content).length,
];

/** @param {Buffer} content */
const brotli = (content) =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });

/**
 * A file of the site by the path after the host.
 * @param {string} path  @returns {File | undefined}
 */
export function toolFile(path) {
  const place = path.startsWith('pkg/') ? `node_modules/${path.slice(4)}` : `dist/${path}`;
  return !path.includes('..') && existsSync(place) && /\.\w+$/.test(path)
    ? fileOf(path, readFileSync(place))
    : undefined;
}

/**
 * Starts the site.
 * @param {(path: string) => File | undefined} find what the site has at a path, the same object each time; the tools'
 *   files come after it
 */
export async function startSite(find) {
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Map<File, Buffer>} */
  const packed = new Map();
  /** @type {Map<string, File | undefined>} */
  const tools = new Map();
  /** @param {string} path */
  const toolOf = (path) => {
    if (!tools.has(path)) tools.set(path, toolFile(path));
    return tools.get(path);
  };
  const server = createServer(({ url = '', headers }, response) => {
    const path = url.slice(1).split('?')[0];
    asked.push({ url, host: String(headers.host) });
    const file = find(path) ?? toolOf(path);
    if (!file) return void response.writeHead(404).end();
    const packs = /\bbr\b/.test(String(headers['accept-encoding']));
    if (packs && !packed.has(file)) packed.set(file, brotli(file.content));
    const encoding = packs ? { 'content-encoding': 'br' } : {};
    response.writeHead(200, { 'content-type': file.type, ...encoding });
    response.end(packs ? packed.get(file) : file.content);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { port, asked, close: () => server.close(), origin: `http://127.0.0.1:${port}` };
}

/** A browser that finds every third party on this machine. */
export const startBrowser = () =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--js-flags=--expose-gc',
      '--host-resolver-rules=MAP *.doubleclick.net 127.0.0.1',
    ],
  });

/** @param {number[]} values */
export const median = (values) => quartiles(values)[1];

/** The first quartile, the median and the third. @param {number[]} values */
export function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((part) => sorted[Math.floor((sorted.length - 1) * part)]);
}
