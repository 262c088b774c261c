/** @file A tag of a tracked host, as each tool's documentation tells a site's owner to write it. */
import { inline } from '../../../tests/pages/support/pages.mjs';
import { hasAttribute, inertScript, renamed, tagWith, valueOf } from './edit.mjs';

/** @typedef {import('./edit.mjs').Rewrite} Rewrite */

const CATEGORY = ' data-category="marketing"';

/** A type that no browser runs, on scripts with a URL. @type {Rewrite} */
export const yettTag = (tag) =>
  tag.name === 'script' && hasAttribute(tag.attributes, 'src')
    ? inertScript(tag, 'javascript/blocked', '')
    : tag.whole;

/** A category on scripts, with and without a URL. @type {Rewrite} */
export const zestTag = (tag) =>
  tag.name === 'script'
    ? tagWith(tag, ` data-consent-category="marketing"${tag.attributes}`)
    : tag.whole;

/** The attributes that klaro puts back; its README: images, style sheets and other elements with a `src` too. */
const KLARO_URLS = ['src', 'href'];

/** @type {Rewrite} */
export function klaroTag(tag) {
  const url = KLARO_URLS.find((name) => hasAttribute(tag.attributes, name));
  const attributes = url ? renamed(tag.attributes, url, `data-${url}`) : tag.attributes;
  const service = ' data-name="marketing"';
  if (tag.name === 'script') {
    const type = valueOf(attributes, 'type') ? '' : ' data-type="text/javascript"';
    return inertScript({ ...tag, attributes }, 'text/plain', type + service, 'data-type');
  }
  return url && tag.name !== 'a' ? tagWith(tag, service + attributes) : tag.whole;
}

/** @type {Rewrite} */
export function vanillaTag(tag) {
  if (tag.name !== 'script') return tag.whole;
  const attributes = renamed(tag.attributes, 'src', 'data-src');
  return inertScript({ ...tag, attributes }, 'text/plain', CATEGORY, 'data-type');
}

/** Scripts are declared to the service manager instead; frames become custom elements. @type {Rewrite} */
export function tarteaucitronTag(tag) {
  const src = valueOf(tag.attributes, 'src');
  if (tag.name === 'iframe' && src)
    return `<div class="tac_iframe" width="300" height="150" url="${src}"></div>${job("'iframe'")}`;
  if (tag.name !== 'script') return tag.whole;
  const code = src ? `tarteaucitron.addScript(${JSON.stringify(src)});` : tag.text;
  return job(`((key) => {
    tarteaucitron.services[key] = { key, type: 'ads', name: key, needConsent: true, cookies: [], uri: '', js() { ${code} }, fallback() {} };
    return key;
  })('tag' + (self.tags = (self.tags || 0) + 1))`);
}

/** @param {string} service an expression */
const job = (service) => inline(`(tarteaucitron.job = tarteaucitron.job || []).push(${service});`);

/** Scripts are declared to the script loader instead; frames keep their URL where its frame blocker looks for it. @type {Rewrite} */
export function c15tTag(tag) {
  const src = valueOf(tag.attributes, 'src');
  if (tag.name === 'iframe' && src)
    return tagWith(tag, CATEGORY + renamed(tag.attributes, 'src', 'data-src'));
  if (tag.name !== 'script') return tag.whole;
  const what = src ? { src } : { textContent: tag.text };
  return inline(`(self.declared ??= []).push(${JSON.stringify(what).replaceAll('</', '<\\/')});`);
}
