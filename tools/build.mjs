/**
 * @file The last part of `build.sh build`: from wasm-bindgen's output and `www/` to `dist/`.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { bundle, forInlining } from './bundle.mjs';
import { WORK, gate, readParts } from './gate.mjs';
import { slimGlue } from './glue.mjs';
import { factory } from './translate.mjs';
import { shrink, translate } from './wasm_opt.mjs';

const FROM = 'target/shipped/glue/consent_gate';
const BYTE_ORDER_MARK = '\uFEFF';

await buildAll();

/** Writes every file of `dist/`. */
async function buildAll() {
  mkdirSync('dist', { recursive: true });
  const names = shrink(`${FROM}_bg.wasm`, `${WORK}.wasm`);
  translate(`${WORK}.wasm`, `${WORK}.lowered.wasm`, `${WORK}.wasm2js.js`);
  writeFileSync(`${WORK}.glue.js`, slimGlue(readFileSync(`${FROM}.js`, 'utf8'), names));
  await buildGate();
  await buildFallback();
  copyTypes();
}

/** The same gate twice: for its own file, and to be pasted into HTML or bundled. */
async function buildGate() {
  const { wasm, glue } = readParts();
  const chars = await gate({ wasm, glue, form: 'chars' });
  writeFileSync('dist/consent-gate.js', BYTE_ORDER_MARK + chars);
  const letters = forInlining(await gate({ wasm, glue, form: 'letters' }));
  await transform(letters); // Throws unless it still is JavaScript.
  writeFileSync('dist/consent-gate.inline.js', letters);
}

async function buildFallback() {
  const modules = { factory: factory(readFileSync(`${WORK}.wasm2js.js`, 'utf8')) };
  writeFileSync(
    'dist/consent-gate-fallback.js',
    await bundle({ entry: 'www/fallback.js', modules, charset: 'ascii' }),
  );
}

function copyTypes() {
  const types = 'www/consent-gate.d.ts';
  if (existsSync(types)) copyFileSync(types, 'dist/consent-gate.d.ts');
}
