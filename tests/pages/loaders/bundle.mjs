/**
 * @file Bundles a site's code with unmodified packages from npm, as the site's build would do it. It writes no file.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * @typedef {object} BundleOptions
 * @property {"production" | "development"} [mode] of the packages that have two
 * @property {Record<string, string>} [alias]      packages under another name
 * @property {string[]} [external]                 modules that the browser imports
 * @property {"iife" | "esm"} [format]
 * @property {Record<string, string>} [define] values that the site's build substitutes for expressions
 */

/**
 * Returns one classic script with everything that `code` imports.
 * @param {string} code @param {BundleOptions} [options]
 * @returns {Promise<string>}
 */
export async function bundle(code, options = {}) {
  const { mode = 'production', alias, external, format = 'iife', define } = options;
  const result = await build({
    stdin: { contents: code, resolveDir: ROOT, loader: 'jsx' },
    bundle: true,
    write: false,
    platform: 'browser',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode), ...define },
    logLevel: 'error',
    external,
    format,
    alias,
  });
  return result.outputFiles[0].text;
}

/** Returns the unchanged text of a package's file. @param {string} path */
export const packaged = (path) =>
  readFileSync(new URL(`node_modules/${path}`, `file://${ROOT}`), 'utf8');
