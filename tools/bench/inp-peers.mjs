/**
 * @file One page for each consent tool: the same thirty tags, held in the tool's own way, and the tool's own first layer,
 * as its documentation sets it up. `c15t` has no layer without React, so its button is a plain one: less than it costs.
 */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

/** How many tags are held. */
export const TAGS = 30;

/** @typedef {{ head: string, body?: string, accept: string, bare?: boolean }} Peer */

/** @param {number} n */
const src = (n) => `http://t${n}.doubleclick.net:__PORT__/tag.js`;
const numbers = Array.from({ length: TAGS }, (_, n) => n);
/** @param {(n: number) => string} tag */
const tags = (tag) => numbers.map(tag).join('\n');
/** @param {string} path */
const packaged = (path) =>
  readFileSync(`node_modules/${path}`, 'utf8').replaceAll('</script', '<\\/script');
const inline = (/** @type {string} */ code) => `<script>${code}</script>`;

/** Bundled as a site's own build would do it. @param {string} code */
async function bundled(code) {
  const options = {
    stdin: { contents: code, resolveDir: '.' },
    bundle: true,
    minify: true,
    write: false,
  };
  const { outputFiles = [] } = await build({ ...options, format: 'iife', target: 'es2022' });
  return outputFiles[0].text.replaceAll('</script', '<\\/script');
}

const VANILLA = `CookieConsent.run({
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, marketing: {} },
  language: { default: 'en', translations: { en: {
    consentModal: { title: 'Privacy', description: 'We use services of others.', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Choose' },
    preferencesModal: { title: 'Privacy', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', sections: [{ title: 'Marketing', linkedCategory: 'marketing' }] },
  } } },
});`;

const KLARO = `self.klaroConfig = {
  acceptAll: true, mustConsent: false, noticeAsModal: false, lang: 'en',
  translations: { en: { purposes: { marketing: { title: 'Marketing' } }, privacyPolicyUrl: '/privacy' } },
  services: Array.from({ length: ${TAGS} }, (_, n) => ({ name: 'tag' + n, title: 'Tag ' + n, purposes: ['marketing'] })),
};`;

const TARTEAUCITRON = `var tarteaucitronForceLanguage = 'en'; tarteaucitron.init({
  privacyUrl: '', hashtag: '#tarteaucitron', cookieName: 'tarteaucitron', orientation: 'bottom', showIcon: true,
  highPrivacy: true, AcceptAllCta: true, DenyAllCta: true, groupServices: false, adblocker: false, handleBrowserDNTRequest: false,
  useExternalCss: true, useExternalJs: true, removeCredit: true, moreInfoLink: false, mandatory: true,
});
for (let n = 0; n < ${TAGS}; n += 1) {
  const id = 'tag' + n;
  tarteaucitron.services[id] = { key: id, type: 'ads', name: 'Tag ' + n, needConsent: true, cookies: [], uri: '',
    js() { tarteaucitron.addScript('${src(0)}'.replace('t0.', 't' + n + '.')); }, fallback() {} };
  (tarteaucitron.job = tarteaucitron.job || []).push(id);
}`;

const C15T = `import { getOrCreateConsentRuntime } from 'c15t';
const scripts = Array.from({ length: ${TAGS} }, (_, n) => ({
  id: 'tag' + n, category: 'marketing', src: '${src(0)}'.replace('t0.', 't' + n + '.') }));
const { consentStore } = getOrCreateConsentRuntime({ mode: 'offline', scripts, consentCategories: ['necessary', 'marketing'] });
document.querySelector('#accept').addEventListener('click', () => consentStore.getState().saveConsents('all'));`;

/** Every tool by its name, ours first. @returns {Promise<Record<string, Peer>>} */
export async function peers() {
  const config = '<script type="application/json" id="consent-gate-config">{}</script>';
  return {
    'consent-gate': {
      head: `${config}<script src="/consent-gate.js"></script>`,
      body: tags((n) => `<script async src="${src(n)}"></script>`),
      accept: '[part="accept"]',
    },
    'vanilla-cookieconsent': {
      head: `<style>${packaged('vanilla-cookieconsent/dist/cookieconsent.css')}</style>`,
      body:
        tags(
          (n) =>
            `<script type="text/plain" data-category="marketing" async src="${src(n)}"></script>`,
        ) + inline(packaged('vanilla-cookieconsent/dist/cookieconsent.umd.js') + VANILLA),
      accept: '#cc-main [data-role="all"]',
    },
    klaro: {
      head: `<style>${packaged('klaro/dist/klaro.min.css')}</style>`,
      body:
        tags(
          (n) =>
            `<script type="text/plain" data-type="application/javascript" data-name="tag${n}" async data-src="${src(n)}"></script>`,
        ) + `${inline(KLARO)}<script defer data-config="klaroConfig" src="/klaro.js"></script>`,
      accept: '#klaro .cm-btn-success',
    },
    tarteaucitronjs: {
      head: `<style>${packaged('tarteaucitronjs/css/tarteaucitron.min.css')}</style><script src="/tac/tarteaucitron.min.js"></script><script src="/tac/tarteaucitron.services.min.js"></script><script src="/tac/lang/tarteaucitron.en.min.js"></script>`,
      body: inline(TARTEAUCITRON),
      accept: '#tarteaucitronPersonalize2',
    },
    c15t: {
      head: '',
      body: `<button id="accept">Accept all</button>${inline(await bundled(C15T))}`,
      accept: '#accept',
      bare: true,
    },
  };
}
