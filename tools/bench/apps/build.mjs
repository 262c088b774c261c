/** @file Bundles the apps of `bench/apps/src/` as a site would: minified, in production mode. */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const APPS = fileURLToPath(new URL('../../../bench/apps/', import.meta.url));
/** @type {(name: string) => any} the packages of the apps, which `./build.sh bench apps` installs */
const load = createRequire(`${APPS}package.json`);

/** The apps, by the file that starts each. Those up to `components` are the same list of tasks. */
export const FILES = {
  React: 'react.jsx',
  Preact: 'preact.jsx',
  Vue: 'vue.js',
  Svelte: 'svelte.js',
  Solid: 'solid.jsx',
  Lit: 'lit.js',
  jQuery: 'jquery.js',
  'innerHTML, no framework': 'markup.js',
  'web components': 'components.js',
  CodeMirror: 'codemirror.js',
  'Chart.js': 'chart.js',
  'Vue Router': 'router.js',
};

/** @type {import('esbuild').Plugin} */
const svelte = {
  name: 'svelte',
  setup(builder) {
    builder.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = load('svelte/compiler');
      const { js } = compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' });
      return { contents: js.code, loader: 'js' };
    });
  },
};

/** @type {import('esbuild').Plugin} */
const solid = {
  name: 'solid',
  setup(builder) {
    builder.onLoad({ filter: /solid\.jsx$/ }, async ({ path }) => {
      const { transformAsync } = load('@babel/core');
      const presets = [load('babel-preset-solid')];
      const options = { filename: path, presets, babelrc: false, configFile: false };
      const { code } = await transformAsync(await readFile(path, 'utf8'), options);
      return { contents: code, loader: 'js' };
    });
  },
};

/**
 * Bundles one app.
 * @param {string} file in `bench/apps/src/`
 * @returns {Promise<string>} a classic script
 */
export async function bundleApp(file) {
  const { outputFiles } = await build({
    absWorkingDir: APPS,
    entryPoints: [`src/${file}`],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    conditions: ['browser', 'production'],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    jsx: 'automatic',
    jsxImportSource: file.split('.')[0],
    plugins: [svelte, solid],
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}
