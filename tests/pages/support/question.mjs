/**
 * @file Pages on which the banner is shown, and actions of the banner's tests. Locators of playwright search open
 * shadow roots.
 */
import { readdirSync } from 'node:fs';

/** @typedef {import('./browser.mjs').Visit} Visit */
/** @typedef {import('./browser.mjs').PageOptions} PageOptions */

/** All languages. */
export const LANGUAGES = readdirSync(new URL('../../../www/banner/texts/', import.meta.url)).map(
  (name) => name.replace('.json', ''),
);

export const CHAT = 'https://livechat.infobip.com/widget.js';
export const PEOPLE =
  'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js';
export const ANALYTICS = 'https://www.google-analytics.com/analytics.js';

/** @param {string} src */
const script = (src) => `<script async src="${src}"></script>`;

/** A page with a chat that needs no consent and three held requests. */
export const SHOP = `<main><h1>Example shop</h1><p>${'Tea, coffee and what belongs to them. '.repeat(12)}</p>
<p><a id="link" href="#below">A link</a></p></main>${[CHAT, PEOPLE, ANALYTICS].map(script).join('')}`;

/** @param {object} [config] @param {Partial<PageOptions>} [more] @returns {PageOptions} */
export const shop = (config, more) => ({
  body: SHOP,
  config: { banner: { controller: 'Example shop', policy_url: '/privacy' }, ...config },
  ...more,
});

/** Returns the element with this part. @param {Visit} visit @param {string} name */
export const part = (visit, name) => visit.page.locator(`[part="${name}"]`);

/** Waits for the first layer and for the end of its animation. @param {Visit} visit */
export async function asked(visit) {
  await part(visit, 'accept').waitFor();
  await settled(visit);
}

/** Waits for the settings button, which is shown after a choice. @param {Visit} visit */
export const controlled = (visit) => part(visit, 'control').waitFor();

/**
 * Opens the second layer with the button of this part and waits for its vendors.
 * @param {Visit} visit @param {string} [by]
 */
export async function chosen(visit, by = 'choose') {
  await part(visit, by).click();
  await visit.page.locator('.vendor').first().waitFor();
}

/** Waits until all animations have ended. @param {Visit} visit */
export const settled = (visit) =>
  visit.run(() =>
    Promise.all(
      (document.querySelector('consent-gate-banner')?.shadowRoot?.getAnimations() ?? []).map(
        (it) => it.finished,
      ),
    ).then(() => true),
  );

/**
 * Returns the visitor's present record: its method, the allowed categories, and the narrower choices.
 * @param {Visit} visit
 */
export async function record(visit) {
  const { record: it, categories, choices } = await visit.run('consentGate.state()');
  const on = Object.keys(categories).filter((name) => categories[name] && name !== 'necessary');
  return { method: it?.method ?? null, on, choices };
}
export const UNDECIDED = { method: null, on: [], choices: {} };

/**
 * Returns the part, or else the text, of the element with the keyboard focus.
 * @param {Visit} visit @returns {Promise<string>}
 */
export const focused = (visit) =>
  visit.run(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement ?? outer;
    return inner?.getAttribute('part') || inner?.id || inner?.localName;
  });

/** Presses a key, and returns the element that is focused then. @param {Visit} visit @param {string} key */
export async function press(visit, key) {
  await visit.page.keyboard.press(key);
  return focused(visit);
}

/**
 * Clicks the switch of this part, or of the vendor or feature with this name.
 * @param {Visit} visit @param {string} name
 */
export const flip = (visit, name) =>
  visit.page
    .locator(`input[part="switch ${name}"], label:has-text("${name}") input`)
    .first()
    .click();

/**
 * Returns the names of the switches that are on and can be changed.
 * @param {Visit} visit @returns {Promise<string[]>}
 */
export const ticked = (visit) =>
  visit.run(() => {
    const root = /** @type {any} */ (document.querySelector('consent-gate-banner')).shadowRoot;
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = root.querySelectorAll('input:checked:enabled');
    return Array.from(inputs, (input) => input.parentElement?.textContent);
  });

/**
 * Returns the states of the requests of these URLs.
 * @param {Visit} visit @param {string[]} urls @returns {Promise<string[]>}
 */
export const statesOf = (visit, urls) =>
  visit.run((/** @type {string[]} */ wanted) => {
    /** @type {any[]} */
    const rows = /** @type {any} */ (window).consentGate.report();
    return wanted.map((url) => rows.find((row) => row.url === url)?.state);
  }, urls);
