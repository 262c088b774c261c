/**
 * @file What stands in a held frame: who would be shown there, and why not yet, with a button for this once and one for
 * always. It lives in the frame's own empty document, so the page around it stays as it is, and leaves with it.
 */

import { placeholder, theme } from 'consent-gate:styles';
import { button, dress, make } from './dom.js';
import { choose, embeds, gate } from './powers.js';
import { say, shownLanguage } from './texts.js';
import { loadVendors } from './vendors.js';

/** A row of the report that a placeholder is about. @typedef {{ ticket: number, url: string, kind: string, vendor: string | null, feature: string | null, category: 'necessary' | 'functional' | 'analytics' | 'marketing' | null, state: string }} Row */

/** Documents that have theirs. @type {WeakSet<Document>} */
const shown = new WeakSet();

/** Shows one in each frame that waits, now and later. */
export function showPlaceholders() {
  const waiting = () => gate.report().filter(isHeldFrame);
  embeds().onEmptied((ticket) =>
    waiting()
      .filter((/** @type {Row} */ row) => row.ticket === ticket)
      .forEach(show),
  );
  gate.on('hold', (/** @type {Row} */ row) => isHeldFrame(row) && show(row));
  waiting().forEach(show);
}

/** @param {Row} row */
const isHeldFrame = ({ kind, state }) => kind === 'iframe' && state === 'waiting';

/** @param {Row} row */
async function show(row) {
  const vendors = await loadVendors();
  const place = embeds().placeOf(row.ticket);
  if (!place?.body || shown.has(place)) return;
  shown.add(place);
  const name = vendors.get(row.vendor ?? '')?.name ?? row.vendor ?? new URL(row.url).host;
  place.documentElement.lang = shownLanguage();
  place.title = say('embed', { vendor: name });
  place.body.append(makeHost(place, makeContent(row, name)));
}

/**
 * A shadow root in a plain element: nothing of the page's reaches in, and the styles need no permission of its policy.
 * @param {Document} place
 * @param {Element} content
 */
function makeHost(place, content) {
  const host = make('div', { id: 'consent-gate-placeholder' });
  const root = host.attachShadow({ mode: 'open' });
  root.append(content);
  place.adoptNode(host);
  dress(root, theme + placeholder + siteTheme(), place.defaultView);
  return host;
}

const THEMED = ['background', 'text', 'border', 'accent', 'accent-text', 'font', 'radius'];

/** The site's colours, which do not cross into the frame by themselves, as a rule. */
function siteTheme() {
  const page = getComputedStyle(document.documentElement);
  const names = THEMED.map((name) => `--consent-gate-${name}`);
  const set = names.filter((name) => page.getPropertyValue(name));
  return `:host{${set.map((name) => `${name}:${page.getPropertyValue(name)}`).join(';')}}`;
}

/** @param {Row} row @param {string} name */
function makeContent(row, name) {
  const { ticket, vendor, feature, category } = row;
  const purpose = category ?? 'marketing';
  const always = () =>
    choose('grant', [feature ? `${vendor}/${feature}` : `${vendor}`], 'placeholder');
  return make(
    'main',
    { lang: shownLanguage(), dir: say('direction') },
    make('h1', {}, say('embed', { vendor: name })),
    make('p', {}, say('embed_text', { vendor: name, purpose: say(purpose) })),
    make(
      'div',
      { class: 'buttons' },
      button('once', say('once'), () => embeds().once(ticket)),
      vendor && button('always', say('allow', { vendor: name }), always),
    ),
  );
}
