/**
 * @file Both engines of the built gate, started outside of a browser: they give the golden verdicts, also after their
 * memory has grown.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { WORK, readParts } from '../gate.mjs';
import { factory } from '../translate.mjs';

const NAMES =
  'script iframe img style font media object link fetch xhr beacon websocket eventsource worker form ping import other';
const KINDS = new Map([...NAMES.split(' ').entries()].map(([code, name]) => [name, code]));
/** @param {string} name */
const rows = (name) =>
  readFileSync(new URL(`../../tests/cases/${name}.tsv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
const CASES = rows('verdicts');
const FULL = rows('full');

/** @param {string} text an ES module without imports */
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

  test(`the engine "${name}" knows what only the full table has`, () => {
    const engine = started(attach(instantiate), readParts('full').table);
    assert.deepEqual(answers(engine, FULL), FULL.map(withoutNeed));
  });

  test(`the engine "${name}" gives the same ones after its memory has grown`, () => {
    const engine = started(attach(instantiate));
    assert.equal(engine.peek(`https://example.net/${'ä'.repeat(4e6)}`, 0), false);
    assert.deepEqual(answers(engine), CASES.map(withoutNeed));
  });
}

/** @param {any} engine @param {string} [vendors] */
function started(engine, vendors = table) {
  const complain = (/** @type {string} */ line) => assert.fail(line);
  engine.start(
    { complain, emit() {}, load() {}, wait() {}, watch() {} },
    vendors,
    undefined,
    'www.example.com',
    false,
  );
  return engine;
}

/**
 * Returns every case with the engine's verdict, in the form of the file without its column `need`.
 * @param {any} engine
 * @param {string[]} [cases]
 */
function answers(engine, cases = CASES) {
  return cases.map((line) => {
    const [url, kind] = line.split('\t');
    const before = JSON.parse(engine.report()).length;
    const held = engine.ask(url, KINDS.get(kind), 3) !== 0;
    const row = JSON.parse(engine.report())[before] ?? {};
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
