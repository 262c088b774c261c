/**
 * @file Both engines of the built gate, started outside of a browser: they give the golden verdicts,
 * also after their memory has grown.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { WORK, readParts } from '../gate.mjs';
import { factory } from '../translate.mjs';

const NAMES =
  'script iframe img style font media object link fetch xhr beacon websocket eventsource worker form ping import other';
const KINDS = new Map([...NAMES.split(' ').entries()].map(([code, name]) => [name, code]));
const CASES = readFileSync(new URL('../../tests/cases/verdicts.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);

/** @param {string} text an ES module without imports of its own */
const load = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);

const { wasm, glue, table } = readParts();
const translated = await load(factory(readFileSync(`${WORK}.wasm2js.js`, 'utf8')));
const module = new WebAssembly.Module(wasm);
const ENGINES = {
  wasm: (/** @type {any} */ imports) => new WebAssembly.Instance(module, imports).exports,
  js: translated.instantiate,
};

for (const [name, instantiate] of Object.entries(ENGINES)) {
  const { attach } = await load(`${glue}// ${name}`);
  test(`the engine "${name}" gives the golden verdicts`, () => {
    const engine = started(attach(instantiate));
    assert.deepEqual(answers(engine), CASES.map(withoutNeed));
  });

  test(`the engine "${name}" gives the same ones after its memory has grown`, () => {
    const engine = started(attach(instantiate));
    assert.equal(engine.peek(`https://example.net/${'ä'.repeat(4e6)}`, 0), false);
    assert.deepEqual(answers(engine), CASES.map(withoutNeed));
  });
}

/** @param {any} engine */
function started(engine) {
  const complain = (/** @type {string} */ line) => assert.fail(line);
  engine.start({ complain, emit() {}, watch() {} }, table, undefined, 'www.example.com', false);
  return engine;
}

/**
 * Every case as the engine sees it, in the form of the file without its column `need`.
 * @param {any} engine
 */
function answers(engine) {
  return CASES.map((line) => {
    const [url, kind] = line.split('\t');
    const before = engine.report().length;
    const held = engine.ask(url, KINDS.get(kind), 3) !== 0;
    const row = engine.report()[before] ?? {};
    const owner = [row.vendor, row.feature, row.category].map((field) => field ?? '');
    return [url, kind, ...owner, held ? 'hold' : 'allow'].join('\t');
  });
}

/** @param {string} line */
function withoutNeed(line) {
  const fields = line.split('\t');
  fields.splice(5, 1);
  return fields.join('\t');
}
