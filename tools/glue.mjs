/**
 * @file Cuts the JavaScript that wasm-bindgen writes down to what the gate uses: one function that
 * takes an instantiation, be it WebAssembly's or wasm2js's, and gives the engine back.
 * It knows the text of one pinned version, so every cut that does not fit fails the build.
 */

/** @typedef {import('./wasm_opt.mjs').Names} Names */

/** The part of the text that loads and instantiates stands from here to the end. */
const LOADER = /\nlet wasmModule, wasmInstance, wasm;\n[^]*$/;
/** A stand-in for browsers before 2020; the gate needs newer ones anyway. */
const ENCODER_SHIM = /\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?\n\}\n/;
/** Safari refuses after 2 GB of decoded text: no page asks the gate that often. */
const SAFARI_LIMIT = /\nconst MAX_SAFARI_DECODE_BYTES[^]*?(?=\n {4}return cachedTextDecoder)/;

/**
 * Threat: wasm2js grows memory by copying it into a new buffer, and the old one is not detached. The glue
 * asks only whether its view's buffer is, and would still read and write memory that is no longer used.
 */
const STALE = /if \(cached(DataView|Uint8Array)Memory0 === null \|\| [^{]*\{/g;
const FRESH = 'if (cached$1Memory0?.buffer !== wasm.memory.buffer) {';

/**
 * Threat: the page may have put another `push`, or a setter for an index, on `Array.prototype`, and the
 * table of the values that the wasm holds would lose some.
 */
const GROWING = 'heap.push(heap.length + 1);';
const GROWN = 'heap[heap.length] = heap.length + 1;';
const HEAP = 'heap.push(undefined, null, true, false);';
const OWN_HEAP = `${HEAP}\nObject.setPrototypeOf(heap, null);`;

/**
 * A short text is quickest copied letter by letter, the vendor table is not: at start nothing has been compiled yet, and
 * its 30,000 letters took 2.6 ms.
 */
const LETTERS = 'for (; offset < len; offset++) {';
const FEW_LETTERS = 'for (; offset < len && len < 1000; offset++) {';

/**
 * @param {string} text wasm-bindgen's file for `--target web`
 * @param {Names} names the short names that the wasm has now
 * @returns {string} an ES module that exports `attach(instantiate)`
 */
export function slimGlue(text, names) {
  const functions = [...text.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
  const slim = dropUnused(text).replaceAll(/^export /gm, '');
  return renameImports(renameExports(slim, names), names) + attach(functions);
}

/** One imported function: its first line and its last are indented by eight. */
const IMPORT = /^ {8}(\w+): function[^]*?^ {8}\}.*,\n/gm;

/** @param {string} text */
function dropUnused(text) {
  const quick = exchange(text, LETTERS, FEW_LETTERS);
  const own = exchange(exchange(quick, GROWING, GROWN), HEAP, OWN_HEAP);
  const slim = cut(cut(own, LOADER, ''), ENCODER_SHIM, '');
  return compareBuffers(cut(slim, SAFARI_LIMIT, '\nfunction decodeText(ptr, len) {'));
}

/** @param {string} text */
function compareBuffers(text) {
  const views = text.match(STALE)?.length;
  if (views !== 2)
    throw new Error(`wasm-bindgen's glue has changed: ${views} views of memory, not 2`);
  return text.replaceAll(STALE, FRESH);
}

/**
 * @param {string} text
 * @param {string} part
 * @param {string} replacement
 */
function exchange(text, part, replacement) {
  if (!text.includes(part)) throw new Error(`wasm-bindgen's glue has changed: no "${part}" in it`);
  return text.replace(part, () => replacement);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} replacement
 */
function cut(text, pattern, replacement) {
  if (!pattern.test(text)) throw new Error(`wasm-bindgen's glue has changed: no ${pattern} in it`);
  return text.replace(pattern, () => replacement);
}

/**
 * @param {string} text
 * @param {Names} names
 */
function renameExports(text, { exports }) {
  return text.replaceAll(/\bwasm\.(\w+)/g, (_, name) => `wasm.${known(exports, name)}`);
}

/**
 * Imports that the optimised wasm has no more are left out.
 * @param {string} text
 * @param {Names} names
 */
function renameImports(text, { imports, module }) {
  const found = new Set();
  const short = cut(text, /"\.\/\w+_bg\.js": import0/, `"${module}": import0`);
  const renamed = short.replaceAll(IMPORT, (entry, name) => {
    found.add(name);
    return imports.has(name) ? entry.replace(name, known(imports, name)) : '';
  });
  for (const name of imports.keys()) known(new Map([[name, found.has(name)]]), name);
  return renamed;
}

/**
 * @template T
 * @param {Map<string, T>} names
 * @param {string} name
 */
function known(names, name) {
  const short = names.get(name);
  if (!short) throw new Error(`wasm-bindgen's glue and the wasm disagree about ${name}`);
  return short;
}

/** @param {string[]} functions what the crate exports */
const attach = (functions) => `
let wasm;
export function attach(instantiate) {
  wasm = instantiate(__wbg_get_imports());
  return { ${functions.join(', ')} };
}
`;
