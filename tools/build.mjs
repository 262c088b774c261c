/**
 * @file The last part of `build.sh build`: from wasm-bindgen's output and `www/` to `dist/`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { TEXTS, banner, textFiles } from './banner.mjs';
import { bundle, forInlining } from './bundle.mjs';
import { edgeModule, edgeWasm, serviceWorker } from './edge.mjs';
import { WORK, gate, readParts, version, worker } from './gate.mjs';
import { slimGlue } from './glue.mjs';
import { factory } from './translate.mjs';
import { named, shrink, translate } from './wasm_opt.mjs';

const FROM = 'target/shipped/glue/consent_gate';
/**
 * What the gate's own files begin with: a byte order mark, so that no server's charset changes them; and what the file
 * is, for readers of a page's source, and because the licence requires it of copies.
 */
const HEAD = `\uFEFF/*! consent-gate ${version()}, MIT OR Apache-2.0 */\n`;

await buildAll();

/** Writes every file of `dist/`. */
async function buildAll() {
  mkdirSync('dist', { recursive: true });
  const names = engines();
  writeFileSync(`${WORK}.glue.js`, slimGlue(readFileSync(`${FROM}.js`, 'utf8'), names));
  await buildGate();
  await buildFallback();
  await buildWorker();
  await buildBanner();
  await buildEdge();
  putModule();
  putSchema();
}

/**
 * Both engines' code, built again only if their sources have changed: it takes the longest.
 * @returns {import('./wasm_opt.mjs').Names}
 */
function engines() {
  const key = digest(`${FROM}_bg.wasm`, 'tools/wasm_opt.mjs', 'package-lock.json');
  const kept = existsSync(`${WORK}.json`) ? JSON.parse(readFileSync(`${WORK}.json`, 'utf8')) : {};
  if (kept.key === key) return named(kept.names);
  const names = shrink(`${FROM}_bg.wasm`, `${WORK}.wasm`);
  translate(`${WORK}.wasm`, `${WORK}.lowered.wasm`, `${WORK}.wasm2js.js`);
  writeFileSync(`${WORK}.json`, JSON.stringify({ key, names }));
  return named(names);
}

/** @param {string[]} files */
function digest(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** The same gate as a file, with either table, and for pasting into HTML or bundling. */
async function buildGate() {
  const parts = readParts();
  const chars = await gate({ ...parts, form: 'chars' });
  put('consent-gate.js', HEAD + chars);
  const full = await gate({ ...readParts('full'), form: 'chars' });
  put('consent-gate-full.js', HEAD + full);
  const letters = forInlining(await gate({ ...parts, form: 'letters' }));
  await transform(letters); // Throws unless it still is JavaScript.
  put('consent-gate.inline.js', letters);
}

async function buildFallback() {
  const modules = { factory: factory(readFileSync(`${WORK}.wasm2js.js`, 'utf8')) };
  const script = await bundle({ entry: 'www/fallback.ts', modules, charset: 'ascii' });
  put('consent-gate-fallback.js', script);
}

/** What decides in workers that are made of text. */
async function buildWorker() {
  put('consent-gate-worker.js', HEAD + (await worker(readParts())));
}

async function buildBanner() {
  put('consent-gate-banner.js', await banner());
  mkdirSync(`dist/${TEXTS}`, { recursive: true });
  for (const [name, text] of textFiles()) put(name, text);
}

/** What rewrites pages on their way. */
async function buildEdge() {
  put('consent-gate-sw.js', await serviceWorker());
  put('consent-gate-rewriter.mjs', await edgeModule());
  put('consent-gate-rewriter.wasm', edgeWasm());
}

/** The entry for bundlers, and the types: they are short, and read. */
function putModule() {
  for (const name of ['consent-gate.d.ts', 'consent-gate.mjs', 'consent-gate.d.mts'])
    put(name, readFileSync(`www/${name}`, 'utf8'));
}

/** The schema of the config, for editors. Its links lead to pages of the manual, so only their texts stay. */
function putSchema() {
  const schema = readFileSync('schemas/config.schema.json', 'utf8');
  put(
    'consent-gate-config.schema.json',
    schema.replace(/\[([^\][]*)\]\([^()]*\.md[^()]*\)/g, '$1'),
  );
}

/**
 * Writes a file of `dist/` whole or not at all: a test may be reading it.
 * @param {string} name
 * @param {string | Uint8Array} content
 */
function put(name, content) {
  writeFileSync(`${WORK}.new`, content);
  renameSync(`${WORK}.new`, `dist/${name}`);
}
