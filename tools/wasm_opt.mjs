/**
 * @file Binaryen's two programs as functions on files: `wasm-opt` for the shipped wasm and
 * `wasm2js` for the engine of pages that refuse wasm.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Features of every engine of the last years. An optimisation must not introduce newer ones. */
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'sign-ext', 'mutable-globals'];
const ENABLED = [...FEATURES, 'nontrapping-float-to-int'].map((name) => `--enable-${name}`);
/**
 * Measured on 27,604 bytes of wasm, brotli bytes as packed: `-Oz` 9,397; with flatten and rereloop
 * first 9,244; with low-memory-unused as well 9,146. gufa, dae2, monomorphize, const-hoisting,
 * merge-similar-functions and `-O4` before `-Oz` gave nothing more.
 * Low memory is the far end of the stack: code that reaches the first kilobyte is about to overflow
 * it, and what the assumption then changes is a trap. `--traps-never-happen` is not sound here: the
 * crate's panics are traps.
 */
const PASSES = ['--flatten', '--rereloop', '-Oz', '-Oz', '--converge', '--low-memory-unused'];
const SIZE = [...PASSES, '--strip-debug', '--strip-producers'];
const LOWERING = ['memory-copy-fill', 'nontrapping-fptoint'].map(
  (name) => `--llvm-${name}-lowering`,
);

/** The short name of each old one.
 * @typedef {{ module: string, imports: Map<string, string>, exports: Map<string, string> }} Names */

/**
 * Makes the wasm small and gives its imports and exports names of one letter.
 * @param {string} from wasm as wasm-bindgen leaves it
 * @param {string} to
 * @returns {Renaming}
 */
export function shrink(from, to) {
  run('wasm-opt', [...ENABLED, ...SIZE, from, '-o', to]);
  // Separately, because a converging run would rename more than once.
  const rename = '--minify-imports-and-exports-and-modules';
  return JSON.parse(run('wasm-opt', [...ENABLED, rename, to, '-o', to]));
}

/**
 * The same module as JavaScript.
 * @param {string} from
 * @param {string} lowered a file between the two
 * @param {string} to
 */
export function translate(from, lowered, to) {
  run('wasm-opt', [...ENABLED, ...LOWERING, '--signext-lowering', '-Oz', from, '-o', lowered]);
  run('wasm2js', ['-Oz', lowered, '-o', to]);
}

/**
 * @typedef {object} Renaming what wasm-opt prints about the names it gave
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

/**
 * @param {Renaming} renaming
 * @returns {Names}
 */
export function named({ imports, exports }) {
  const pairs = imports.map(([, name, short]) => /** @type {[string, string]} */ ([name, short]));
  return { module: 'a', imports: new Map(pairs), exports: new Map(exports) };
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const path = fileURLToPath(new URL(`../node_modules/.bin/${program}`, import.meta.url));
  return execFileSync(path, args, { encoding: 'utf8', maxBuffer: 1e9 });
}
