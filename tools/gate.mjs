/**
 * @file Puts the gate's script together from its parts: `www/gate.js`, the glue and the packed wasm.
 */
import { readFileSync } from 'node:fs';
import { HOLE, bundle, fill } from './bundle.mjs';
import { KEY, asChars, asLetters, checksum } from './embed.mjs';

/** Where the build keeps what stands between the compiler and `dist/`: the start of file names. */
export const WORK = 'target/shipped/gate';

/** What `gate` takes: the wasm that is shipped, and its glue. */
export const readParts = () => ({
  wasm: new Uint8Array(readFileSync(`${WORK}.wasm`)),
  glue: readFileSync(`${WORK}.glue.js`, 'utf8'),
});

/**
 * @param {{ wasm: Uint8Array, glue: string, form: 'chars' | 'letters' }} parts
 * @returns {Promise<string>} the gate as one script
 */
export async function gate({ wasm, glue, form }) {
  const letters = form === 'letters';
  const modules = {
    glue,
    packed: packed(wasm, form),
    build: `export const version = "${version()}";`,
  };
  const script = await bundle({
    entry: 'www/gate.js',
    modules,
    charset: letters ? 'ascii' : 'utf8',
    twice: true,
  });
  return fill(script, letters ? asLetters(wasm) : asChars(wasm));
}

/**
 * @param {Uint8Array} wasm
 * @param {string} form
 */
const packed = (wasm, form) => `
export { unpack } from "./www/unpack-${form}.js";
export const text = ${HOLE};
export const length = ${wasm.length};
export const checksum = ${checksum(wasm)};
export const key = ${KEY};
`;

/** The crate's version is the product's. */
const version = () => /^version = "(.+)"$/m.exec(readFileSync('Cargo.toml', 'utf8'))?.[1];
