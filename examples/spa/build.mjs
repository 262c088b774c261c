/**
 * @file Bundles the app into a folder, and puts the gate's files beside it: `node examples/spa/build.mjs [FOLDER]`.
 * In a project of your own the bundler finds `consent-gate` by its package.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** @param {string} folder */
export async function bundleInto(folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [path('app.mjs')],
    outfile: `${folder}/app.js`,
    bundle: true,
    format: 'esm',
    alias: { 'consent-gate': path('../../dist/consent-gate.mjs') },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  cpSync(path('index.html'), `${folder}/index.html`);
  cpSync(path('../../dist'), folder, { recursive: true });
}

if (process.argv[1] === path('build.mjs')) await bundleInto(process.argv[2] ?? 'dist-spa');
