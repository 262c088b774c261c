/**
 * @file Turns the module that wasm2js writes, which runs at once with fixed imports, into a function
 * that takes the imports when the gate calls it, as `new WebAssembly.Instance` does.
 */

const IMPORT = /^import \* as (\w+) from '\w+';\n/gm;
const RUN = /\nvar retasmFunc = asmFunc\([^]*$/;

/**
 * @param {string} text wasm2js's output
 * @returns {string} an ES module that exports `instantiate(imports)`
 */
export function factory(text) {
  if (!RUN.test(text))
    throw new Error("wasm2js's output has changed: no call of asmFunc at its end");
  const body = text.replaceAll(IMPORT, '').replace(RUN, '');
  return `${body}\nexport const instantiate = (imports) => asmFunc(imports);\n`;
}
