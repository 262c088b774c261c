/**
 * @file The measured tools: the first lines in the head of a page, how an owner edits markup, and how consent
 * is given, each as the tool's own documentation says it. Where that leaves a choice, the one that stops more is taken.
 */
import { GATE_TAG, inline } from '../../../tests/pages/support/pages.mjs';
import { c15tTag, klaroTag, tarteaucitronTag, vanillaTag, yettTag, zestTag } from './rewrites.mjs';

/**
 * @typedef {object} Tool
 * @property {string} name of the package
 * @property {string} how it is set up, in a sentence for the report
 * @property {string} docs where its documentation says so
 * @property {(hosts: string[], config?: object) => string} head markup, first in the head; the hosts wait for consent
 * @property {(hosts: string[]) => string} [body] markup, first in the body, of a tool that needs one to start
 * @property {Record<string, string>} files what the site serves for it, by path: a file of a package
 * @property {Record<string, { code: string, bundle?: boolean }>} [scripts] the site's own code for it, by path
 * @property {string} ready an expression that is true when the tool has started
 * @property {string} accept an expression that gives consent to everything
 * @property {import('./edit.mjs').Rewrite} [edit] a tag as the documentation tells the owner to write it
 * @property {string} [edits] what of the markup that is, in words
 * @property {boolean} [byMarkup] whether it stops no script and no frame but edited ones: static rows are tried edited
 */

const VANILLA = `CookieConsent.run({ hideFromBots: false, categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: { default: 'en', translations: { en: {
    consentModal: { title: 'Privacy', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all' },
    preferencesModal: { title: 'Privacy', sections: [{ title: 'Marketing', linkedCategory: 'marketing' }] } } } } });`;

const KLARO = `self.klaroConfig = { lang: 'en', acceptAll: true,
  translations: { en: { purposes: { marketing: { title: 'Marketing' } }, privacyPolicyUrl: '/privacy' } },
  services: [{ name: 'marketing', title: 'Marketing', purposes: ['marketing'] }] };`;

const TARTEAUCITRON = `var tarteaucitronForceLanguage = 'en'; tarteaucitron.init({ privacyUrl: '', hashtag: '#tarteaucitron',
  cookieName: 'tarteaucitron', orientation: 'middle', highPrivacy: true, AcceptAllCta: true, DenyAllCta: true,
  useExternalCss: true, useExternalJs: true, handleBrowserDNTRequest: false, mandatory: true });`;

/** Its guide leaves `enabled` out, its code asks for it. */
const C15T = `import { getOrCreateConsentRuntime } from 'c15t';
const { consentStore } = getOrCreateConsentRuntime({ mode: 'offline', consentCategories: ['necessary', 'marketing'],
  networkBlocker: { enabled: true, rules: self.hosts.map((domain) => ({ id: domain, domain, category: 'marketing' })) } });
const declare = () => consentStore.getState().setScripts((self.declared ?? []).map((what, n) => (
  { id: 'tag' + n, category: 'marketing', target: 'body', ...what })));
consentStore.getState().initializeIframeBlocker();
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', declare);
else declare();
self.c15t = consentStore;`;

/** A line of JavaScript in the page. @param {string} name @param {unknown} value */
const set = (name, value) => inline(`self.${name} = ${JSON.stringify(value)};`);
/** @param {string} src */
const script = (src, more = '') => `<script${more} src="${src}"></script>`;
/** @param {string} host */
const pattern = (host) => `/${host.replaceAll('.', '\\.')}/`;

/** A page without any of them. @type {Tool} */
export const NO_TOOL = {
  name: 'no tool',
  how: 'the page as it is',
  docs: '',
  head: () => '',
  files: {},
  ready: 'true',
  accept: '0',
};

/** Ours first. @type {Tool[]} */
export const PEERS = [
  {
    name: 'consent-gate',
    how: 'one tag, first in the head',
    docs: 'README.md',
    head: (_, config) => {
      const text = JSON.stringify({ banner: false, ...config }).replaceAll('<', '\\u003c');
      return `<script type="application/json" id="consent-gate-config">${text}</script>${GATE_TAG}`;
    },
    files: { '/consent-gate.js': 'dist/consent-gate.js' },
    ready: 'typeof consentGate === "object"',
    accept: 'consentGate.grantAll()',
  },
  {
    name: 'yett',
    how: 'YETT_BLACKLIST with a pattern for each host, then its script, before all other scripts',
    docs: 'node_modules/yett/README.md',
    head: (hosts) =>
      inline(`window.YETT_BLACKLIST = [${hosts.map(pattern).join()}];`) + script('/yett.js'),
    files: { '/yett.js': 'node_modules/yett/dist/yett.min.js' },
    ready: 'typeof yett === "object"',
    accept: 'yett.unblock()',
    edit: yettTag,
    edits: 'type="javascript/blocked" on scripts ("strongly recommended, but not necessary")',
  },
  {
    name: '@freshjuice/zest',
    how: 'mode "strict", each host in blockedDomains, its script first in the head',
    docs: 'node_modules/@freshjuice/zest/README.md',
    head: (hosts) =>
      set('ZestConfig', { mode: 'strict', blockedDomains: hosts }) + script('/zest.js'),
    files: { '/zest.js': 'node_modules/@freshjuice/zest/dist/zest.min.js' },
    ready: 'typeof Zest === "object"',
    accept: 'Zest.acceptAll()',
    edit: zestTag,
    edits: 'data-consent-category on scripts',
  },
  {
    name: 'klaro',
    how: 'one service; it knows no hosts, so only edited markup waits',
    docs: 'node_modules/klaro/README.md',
    head: () => inline(KLARO) + script('/klaro.js', ' defer data-config="klaroConfig"'),
    files: { '/klaro.js': 'node_modules/klaro/dist/klaro.js' },
    ready: 'typeof klaro === "object"',
    accept: 'klaro.getManager().changeAll(true), klaro.getManager().saveAndApplyConsents(), 0',
    edit: klaroTag,
    edits:
      'type="text/plain" and data-src on scripts; data-src or data-href, with data-name, on other elements with a URL',
    byMarkup: true,
  },
  {
    name: 'vanilla-cookieconsent',
    how: 'one category; it knows no hosts, so only edited scripts wait',
    docs: 'https://cookieconsent.orestbida.com/advanced/manage-scripts.html',
    head: () => script('/cookieconsent.js', ' defer') + script('/run.js', ' defer'),
    files: { '/cookieconsent.js': 'node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js' },
    scripts: { '/run.js': { code: VANILLA } },
    ready: 'typeof CookieConsent === "object"',
    accept: "CookieConsent.acceptCategory('all'), 0",
    edit: vanillaTag,
    edits: 'type="text/plain", data-category and data-src on scripts',
    byMarkup: true,
  },
  {
    name: 'tarteaucitronjs',
    how: 'a service of the site for each script, its frame service for frames; it knows no hosts',
    docs: 'node_modules/tarteaucitronjs/README.md, tarteaucitron.services.js (iframe)',
    head: () =>
      ['tarteaucitron', 'services', 'en'].map((name) => script(`/${name}.js`)).join('') +
      inline(TARTEAUCITRON),
    files: {
      '/tarteaucitron.js': 'node_modules/tarteaucitronjs/tarteaucitron.min.js',
      '/services.js': 'node_modules/tarteaucitronjs/tarteaucitron.services.min.js',
      '/en.js': 'node_modules/tarteaucitronjs/lang/tarteaucitron.en.min.js',
    },
    ready:
      'Boolean(self.tarteaucitron?.userInterface && document.getElementById("tarteaucitronRoot"))',
    accept: 'tarteaucitron.userInterface.respondAll(true), 0',
    edit: tarteaucitronTag,
    edits: 'scripts become services, frames a div of class tac_iframe',
    byMarkup: true,
  },
  {
    name: 'c15t',
    how: 'a networkBlocker rule for each host, the iframe blocker, and the script loader in place of script tags; offline mode',
    docs: 'node_modules/c15t/docs/frameworks/javascript/{network-blocker,iframe-blocking,script-loader}.md',
    head: () => '',
    body: (hosts) => set('hosts', hosts) + script('/c15t.js'),
    files: {},
    scripts: { '/c15t.js': { code: C15T, bundle: true } },
    ready: 'Boolean(self.c15t?.getState().model !== undefined)',
    accept: "c15t.getState().saveConsents('all')",
    edit: c15tTag,
    edits: 'scripts are declared to the script loader, frames have data-src and data-category',
    byMarkup: true,
  },
];
