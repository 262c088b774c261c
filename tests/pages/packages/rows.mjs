/**
 * @file Pages of packages that wait for the end of a request before they continue. Each is unmodified: from npm, or, if
 * the package is too large to install, its files that run in the browser (`next/`, `astro/`).
 *
 * In a page `vendor(name)` is a URL of the tracked host, `tell(word)` takes a note, and `alive()` reports that the
 * page's code has continued.
 */
import { bundle, packaged } from '../loaders/bundle.mjs';
import { inline } from '../support/pages.mjs';

/**
 * @typedef {object} Row
 * @property {() => Promise<string> | string} body markup
 * @property {string} [second] markup of the page at `/second`
 * @property {string} vendor the file that is requested from the tracked host
 * @property {boolean} [hears] whether the page's listeners, which have got `error`, get `load` after a grant
 */

/** @param {string} code @param {import('../loaders/bundle.mjs').BundleOptions} [options] */
const bundled = async (code, options) => inline(await bundle(code, options));

const ROOT = '<div id="root"></div>';

/**
 * @param {string} tree @param {string} [before] @param {string} [effect] code that runs after the commit of the tree
 */
const reactPage = (tree, before = '', effect = 'alive();') =>
  bundled(`
    import { startTransition, useEffect } from 'react';
    import { createRoot } from 'react-dom/client';
    import { preinit, preload, preloadModule } from 'react-dom';
    function App() {
      ${before}
      useEffect(() => { ${effect} }, []);
      return <main>${tree}</main>;
    }
    startTransition(() => createRoot(document.getElementById('root')).render(<App />));
  `).then((script) => ROOT + script);

const NEXT = {
  'process.env.__NEXT_DEV_SERVER': 'false',
  'process.env.__NEXT_EXPERIMENTAL_STATIC_SHELL_DEBUGGING': 'false',
};

const ASTRO = { 'import.meta.env.SSR': 'false', 'import.meta.env.DEV': 'false' };

const astroPage = () =>
  bundled(
    `import { navigate } from './tests/pages/packages/astro/router.js';
    document.addEventListener('astro:page-load', () => { if (location.pathname === '/second') alive(); });
    addEventListener('load', () => setTimeout(() => navigate('/second')));`,
    {
      define: ASTRO,
      alias: { 'virtual:astro:adapter-config/client': './tests/pages/packages/astro-config.mjs' },
    },
  ).then((script) => `<meta name="astro-view-transitions-enabled" content="true">${script}`);

const turboPage = () =>
  bundled(`import * as Turbo from '@hotwired/turbo';
    addEventListener('turbo:load', () => { if (location.pathname === '/second') alive(); });
    addEventListener('load', () => setTimeout(() => Turbo.visit('/second')));`);

/** @param {string} path */
const classic = (path) => inline(packaged(path));

const HOST = '%HOST%';

/** @type {Record<string, Row>} */
export const ROWS = {
  'Next.js, a beforeInteractive script': {
    vendor: '/x.js',
    body: async () =>
      `<div id="root"><button>0</button></div>${await bundled(
        `
        import { appBootstrap } from './tests/pages/packages/next/app-bootstrap.js';
        import { useEffect } from 'react';
        import { hydrateRoot } from 'react-dom/client';
        self.__next_s = [[vendor('x.js'), {}], [undefined, { children: 'tell("inline")' }]];
        function App() { useEffect(() => { alive(); }, []); return <button>0</button>; }
        appBootstrap(() => hydrateRoot(document.getElementById('root'), <App />));`,
        { define: NEXT },
      )}`,
  },
  'React 19, a style sheet with precedence': {
    vendor: '/x.css',
    body: () =>
      reactPage('<link rel="stylesheet" href={vendor("x.css")} precedence="default" /><p>text</p>'),
  },
  'React 19, an async script': {
    vendor: '/x.js',
    body: () => reactPage('<script async src={vendor("x.js")} /><p>text</p>'),
  },
  'React 19, an image': {
    vendor: '/x.png',
    hears: true,
    body: () =>
      reactPage(
        `<img src={vendor("x.png")} onLoad={() => tell("load")}
          onError={() => { tell("error"); alive(); }} />`,
        '',
        '',
      ),
  },
  'React 19, preload and preinit': {
    vendor: '/x.js',
    body: () =>
      reactPage(
        '<p>text</p>',
        `preload(vendor('y.css'), { as: 'style' });
        preinit(vendor('x.js'), { as: 'script' });
        preinit(vendor('z.css'), { as: 'style', precedence: 'default' });`,
      ),
  },
  'Astro, a script of the next page': {
    vendor: '/x.js',
    body: astroPage,
    second: `<meta name="astro-view-transitions-enabled" content="true"><script src="https://${HOST}/x.js"></script><p>text</p>`,
  },
  'Astro, a style sheet of the next page': {
    vendor: '/x.css',
    body: astroPage,
    second: `<link rel="stylesheet" href="https://${HOST}/x.css"><meta name="astro-view-transitions-enabled" content="true"><p>text</p>`,
  },
  'Turbo, a script of the next page': {
    vendor: '/x.js',
    body: turboPage,
    second: `<script src="https://${HOST}/x.js"></script><p>text</p>`,
  },
  'Turbo, a style sheet of the next page': {
    vendor: '/x.css',
    body: turboPage,
    second: `<link rel="stylesheet" href="https://${HOST}/x.css"><p>text</p>`,
  },
  'defer.js, scripts in order': {
    vendor: '/x.js',
    body: () =>
      `${classic('@shinsenter/defer.js/dist/defer.min.js')}
      <script type="deferjs" src="https://${HOST}/x.js"></script>
      <script type="deferjs" src="/own.js"></script>`,
  },
  'defer.js, a call with a callback': {
    vendor: '/x.js',
    body: () =>
      `${classic('@shinsenter/defer.js/dist/defer.min.js')}
      ${inline(`Defer.js(vendor('x.js'), 'vendor', 0, () => tell('load')); Defer(() => alive());`)}`,
  },
  'lazysizes, an image': {
    vendor: '/x.png',
    hears: true,
    body: () =>
      `<img class="lazyload" data-src="https://${HOST}/x.png" width="50" height="50">
      ${inline(`document.addEventListener('lazyloaded', () => tell('lazyloaded'));
        const image = document.querySelector('img');
        for (const type of ['load', 'error']) image.addEventListener(type, () => { tell(type); setTimeout(() => image.classList.contains('lazyloading') || alive(), 100); });`)}
      ${classic('lazysizes/lazysizes.min.js')}`,
  },
  'vanilla-lazyload, images in a row': {
    vendor: '/x.png',
    body: () =>
      `<img class="lazy" data-src="https://${HOST}/x.png" width="50" height="50">
      ${classic('vanilla-lazyload/dist/lazyload.iife.min.js')}
      ${inline(`new LazyLoad({
        callback_loaded: () => tell('load'), callback_error: () => tell('error'), callback_finish: () => alive(),
      });`)}`,
  },
  'a loader that delays scripts and runs them one after another': {
    vendor: '/x.js',
    body: () =>
      inline(`addEventListener('load', async () => {
        for (const src of [vendor('x.js'), '/own.js'])
          await new Promise((done) => {
            const script = document.createElement('script');
            script.onload = script.onerror = done;
            script.src = src;
            document.head.append(script);
          });
      });`),
  },
};

/** Puts the host into a page. @param {string} text @param {string} host */
export const withHost = (text, host) => text.replaceAll(HOST, host);
