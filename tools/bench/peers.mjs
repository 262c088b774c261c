/**
 * @file One page for each consent tool: the same tags, held in the tool's own way, and the tool's own first layer, as its
 * documentation sets it up. What a page loads of a package is served from `/pkg/`, what a site's build would make of it
 * from `/made/`. If a tool has no banner, the page has a plain button: less than a layer costs.
 */
import { build } from 'esbuild';

/**
 * @typedef {object} Peer
 * @property {string} head
 * @property {string} [body]
 * @property {string} accept  a selector of the button
 * @property {string} [bare]  why there is no banner
 * @property {Record<string, string>} [made] files of the site's own build, by their name
 */

/** @typedef {{ count: number, src: (n: number) => string }} Tags how many there are, and where each comes from */

const OWN_BUTTON = '<button id="accept">Accept all</button>';

/** Bundled as a site's own build would do it. @param {string} code */
async function bundled(code) {
  const stdin = { contents: code, resolveDir: '.' };
  const options = { stdin, bundle: true, minify: true, write: false, target: 'es2022' };
  const { outputFiles = [] } = await build({ ...options, format: 'iife' });
  return outputFiles[0].text;
}

const VANILLA = `CookieConsent.run({
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: { default: 'en', translations: { en: {
    consentModal: { title: 'Privacy', description: 'We use services of others.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Choose' },
    preferencesModal: { title: 'Privacy', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', sections: [{ title: 'Marketing', linkedCategory: 'marketing' }] },
  } } },
});`;

/** @param {Tags} tags */
const klaroConfig = ({ count }) => `self.klaroConfig = {
  acceptAll: true, mustConsent: false, noticeAsModal: false, lang: 'en',
  translations: { en: { purposes: { marketing: { title: 'Marketing' } }, privacyPolicyUrl: '/privacy' } },
  services: Array.from({ length: ${count} }, (_, n) => ({ name: 'tag' + n, title: 'Tag ' + n, purposes: ['marketing'] })),
};`;

/** @param {Tags} tags */
const tarteaucitron = (tags) => `var tarteaucitronForceLanguage = 'en'; tarteaucitron.init({
  privacyUrl: '', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron', orientation: 'bottom', showIcon: true,
  highPrivacy: true, AcceptAllCta: true, DenyAllCta: true, groupServices: false, adblocker: false, handleBrowserDNTRequest: false,
  useExternalCss: true, useExternalJs: true, removeCredit: true, moreInfoLink: false, mandatory: true,
});
${JSON.stringify(addresses(tags))}.forEach((src, n) => {
  const id = 'tag' + n;
  tarteaucitron.services[id] = { key: id, type: 'ads', name: 'Tag ' + n, needConsent: true, cookies: [], uri: '',
    js() { tarteaucitron.addScript(src); }, fallback() {} };
  (tarteaucitron.job = tarteaucitron.job || []).push(id);
});`;

/** @param {Tags} tags */
const c15t = (tags) => `import { getOrCreateConsentRuntime } from 'c15t';
const scripts = ${JSON.stringify(addresses(tags))}.map((src, n) => ({ id: 'tag' + n, category: 'marketing', src }));
const { consentStore } = getOrCreateConsentRuntime({ mode: 'offline', scripts, consentCategories: ['necessary', 'marketing'] });
document.querySelector('#accept').addEventListener('click', () => consentStore.getState().saveConsents('all'));`;

/** @param {Tags} tags */
const numbers = ({ count }) => Array.from({ length: count }, (_, n) => n);
/** @param {Tags} tags */
const addresses = (tags) => numbers(tags).map(tags.src);
/** @param {Tags} tags @param {(src: string, n: number) => string} tag */
const each = (tags, tag) => addresses(tags).map(tag).join('\n');
/** @param {Tags} tags */
const plain = (tags) => each(tags, (src) => `<script async src="${src}"></script>`);
const inline = (/** @type {string} */ code) => `<script>${code}</script>`;

/**
 * Every tool by its name, ours first.
 * @param {Tags} tags
 * @returns {Promise<Record<string, Peer>>}
 */
export async function peers(tags) {
  const zest = { position: 'bottom', mode: 'safe', policyUrl: '/privacy', ...blocked };
  const tac = '/pkg/tarteaucitronjs';
  return {
    'consent-gate': {
      head: '<script type="application/json" id="consent-gate-config">{}</script><script src="/consent-gate.js"></script>',
      body: plain(tags),
      accept: '[part="accept"]',
    },
    'vanilla-cookieconsent': {
      head: '<link rel="stylesheet" href="/pkg/vanilla-cookieconsent/dist/cookieconsent.css">',
      body:
        each(
          tags,
          (src) =>
            `<script type="text/plain" data-category="marketing" async src="${src}"></script>`,
        ) +
        '<script defer src="/pkg/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script><script defer src="/made/vanilla.js"></script>',
      accept: '#cc-main [data-role="all"]',
      made: { 'vanilla.js': VANILLA },
    },
    klaro: {
      head: '<link rel="stylesheet" href="/pkg/klaro/dist/klaro.min.css">',
      body:
        each(
          tags,
          (src, n) =>
            `<script type="text/plain" data-type="application/javascript" data-name="tag${n}" async data-src="${src}"></script>`,
        ) +
        `${inline(klaroConfig(tags))}<script defer data-config="klaroConfig" src="/pkg/klaro/dist/klaro-no-css.js"></script>`,
      accept: '#klaro .cm-btn-success',
    },
    tarteaucitronjs: {
      head: `<link rel="stylesheet" href="${tac}/css/tarteaucitron.min.css"><script src="${tac}/tarteaucitron.min.js"></script><script src="${tac}/tarteaucitron.services.min.js"></script><script src="${tac}/lang/tarteaucitron.en.min.js"></script>`,
      body: inline(tarteaucitron(tags)),
      accept: '#tarteaucitronPersonalize2',
    },
    zest: {
      head: `${inline(`self.ZestConfig = ${JSON.stringify(zest)}`)}<script src="/pkg/@freshjuice/zest/dist/zest.en.min.js"></script>`,
      body: plain(tags),
      accept: '[data-action="accept-all"]',
    },
    yett: {
      head: `${inline('self.YETT_BLACKLIST = [/doubleclick\\.net/]')}<script src="/pkg/yett/dist/yett.min.js"></script>`,
      body: `${OWN_BUTTON}${inline("document.querySelector('#accept').addEventListener('click', () => yett.unblock())")}${plain(tags)}`,
      accept: '#accept',
      bare: 'has no layer',
    },
    c15t: {
      head: '',
      body: `${OWN_BUTTON}<script defer src="/made/c15t.js"></script>`,
      accept: '#accept',
      bare: 'has a layer for React only',
      made: { 'c15t.js': await bundled(c15t(tags)) },
    },
  };
}

/** The package of a tool. @param {string} name */
export const packageOf = (name) => (name === 'zest' ? '@freshjuice/zest' : name);

const blocked = { blockedDomains: [{ domain: 'doubleclick.net', category: 'marketing' }] };
