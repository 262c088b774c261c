/**
 * @file Bundles an entry of `www/` with what the build makes: `consent-gate:…` modules are given as
 * text, and the packed wasm is put in after minifying, since esbuild would escape most of it.
 */
import { build } from 'esbuild';
import { minify } from 'terser';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PREFIX = /^consent-gate:/;
/**
 * Placeholders in the bundle for the packed wasm and the vendor table. They are undeclared globals and no strings: a
 * minifier would use what it knows about a string, for example its length, and would escape its line feeds.
 */
export const HOLES = { wasm: '__PACKED_WASM__', table: '__VENDOR_TABLE__' };

/**
 * @typedef {object} Options
 * @property {string} entry path from the root of the repository
 * @property {Record<string, string>} [modules] source of each `consent-gate:NAME` by its name
 * @property {'utf8' | 'ascii'} [charset]
 * @property {boolean} [twice] minify with terser as well
 * @property {'iife' | 'esm'} [format] a classic script, or a module
 */

/**
 * @param {Options} options
 * @returns {Promise<string>} a minified script
 */
export async function bundle({
  entry,
  modules = {},
  charset = 'utf8',
  twice = false,
  format = 'iife',
}) {
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format,
    target: 'es2022',
    minify: true,
    // A property whose name ends in an underscore is private to the bundle and gets a short name.
    mangleProps: /[^_]_$/,
    legalComments: 'none',
    charset,
    plugins: [generated(modules)],
    logLevel: 'warning',
  });
  const script = result.outputFiles[0].text;
  return twice ? squeeze(script, charset) : script;
}

/**
 * What terser still finds in 41,275 minified bytes (14,136 brotli): 600 bytes of brotli. Its unsafe
 * options would find 50 more and are left alone. In wasm2js's output it finds nothing.
 * @param {string} script
 * @param {string} charset
 */
async function squeeze(script, charset) {
  const { code } = await minify(script, {
    ecma: 2020,
    compress: { passes: 3 },
    format: { ascii_only: charset === 'ascii' },
  });
  if (!code) throw new Error('the minifier gave nothing back');
  return `${code}\n`;
}

/**
 * @param {Record<string, string>} modules
 * @returns {import('esbuild').Plugin}
 */
function generated(modules) {
  return {
    name: 'consent-gate',
    setup(builder) {
      const namespace = 'generated';
      builder.onResolve({ filter: PREFIX }, ({ path }) => ({
        path: path.replace(PREFIX, ''),
        namespace,
      }));
      builder.onLoad({ filter: /.*/, namespace }, ({ path }) => load(modules, path));
    },
  };
}

/**
 * @param {Record<string, string>} modules
 * @param {string} name
 */
function load(modules, name) {
  if (!(name in modules)) return { errors: [{ text: `nothing generates consent-gate:${name}` }] };
  return { contents: modules[name], resolveDir: ROOT };
}

/**
 * @param {string} script a bundle with this hole in it, once
 * @param {keyof typeof HOLES} hole
 * @param {string} literal the replacement
 */
export function fill(script, hole, literal) {
  const parts = script.split(HOLES[hole]);
  if (parts.length !== 2)
    throw new Error(`the bundle has ${parts.length - 1} places for the ${hole}, not one`);
  return parts.join(literal);
}

/**
 * Makes an ASCII bundle safe inside `<script>`: no end tag and nothing that starts HTML's escaped
 * states. The bundler never prints these outside of a string or a pattern.
 * @param {string} script
 */
export const forInlining = (script) => script.replaceAll(/<(?=!--|\/?script)/gi, '\\x3c');
