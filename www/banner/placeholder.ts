/**
 * @file The placeholder in a held frame: it shows the vendor and the reason, with a button to load the frame once and
 * one to allow the vendor. It is part of the frame's empty document, so it does not change the page around the frame.
 */

import { placeholder, theme } from 'consent-gate:styles';
import { button, addStyles, make } from './dom.ts';
import { choose, embeds, gate } from './capabilities.ts';
import { say, shownLanguage } from './texts.ts';
import { loadVendors } from './vendors.ts';
import type { Row } from '../consent-gate.d.ts';

/** A row of the report about a held frame, which always has a ticket. */
type FrameRow = Row & { ticket: number };

/** Documents that have a placeholder. */
const shown: WeakSet<Document> = new WeakSet();

/** Shows a placeholder in each frame that is held, now and later. */
export function showPlaceholders() {
  const waiting = () => gate.report().filter(isHeldFrame);
  embeds().onEmptied((ticket) =>
    waiting()
      .filter((row) => row.ticket === ticket)
      .forEach(show),
  );
  gate.on('hold', (row) => isHeldFrame(row) && show(row));
  waiting().forEach(show);
}

const isHeldFrame = (row: Row): row is FrameRow => row.kind === 'iframe' && row.state === 'waiting';

async function show(row: FrameRow) {
  const vendors = await loadVendors();
  const place = embeds().placeOf(row.ticket);
  if (!place?.body || shown.has(place)) return;
  shown.add(place);
  const name = vendors.get(row.vendor ?? '')?.name ?? row.vendor ?? new URL(row.url).host;
  place.documentElement.lang = shownLanguage();
  place.title = say('embed', { vendor: name });
  place.body.append(makeHost(place, makeContent(row, name)));
}

/** Makes a shadow root in a plain element: the page's styles do not apply in it, and no CSP blocks its styles. */
function makeHost(place: Document, content: Element) {
  const host = make('div', { id: 'consent-gate-placeholder' });
  const root = host.attachShadow({ mode: 'open' });
  root.append(content);
  place.adoptNode(host);
  addStyles(root, theme + placeholder + siteTheme(), place.defaultView!); // A document that a frame shows has one.
  return host;
}

const THEMED = ['background', 'text', 'border', 'accent', 'accent-text', 'font', 'radius'];

/** Returns a rule with the site's colours, because a frame does not inherit them. */
function siteTheme() {
  const page = getComputedStyle(document.documentElement);
  const names = THEMED.map((name) => `--consent-gate-${name}`);
  const set = names.filter((name) => page.getPropertyValue(name));
  return `:host{${set.map((name) => `${name}:${page.getPropertyValue(name)}`).join(';')}}`;
}

function makeContent(row: FrameRow, name: string) {
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
