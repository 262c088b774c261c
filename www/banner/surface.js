/**
 * @file What is shown when: the first layer while there is no choice, else the control; the preferences when they are
 * asked for. A choice made in another tab counts here too.
 */

import { makeAftermath } from './aftermath.js';
import { makeControl } from './control.js';
import { make } from './dom.js';
import { makeHost, mount } from './element.js';
import { makeFirstLayer } from './first-layer.js';
import { giveBack, watchFocus } from './focus.js';
import { readOptions } from './options.js';
import { gate } from './powers.js';
import { makeRoom } from './room.js';
import { secondLayer } from './second-layer.js';
import { loadTexts, say, shownLanguage } from './texts.js';

/**
 * @param {boolean} wanted whether the preferences are to be opened at once
 * @returns {{ open: () => void }}
 */
export function start(wanted) {
  /** @type {(() => void) | undefined} */
  let open;
  void loadTexts().then(() => {
    open = show();
    if (wanted) open();
  });
  return {
    open() {
      wanted = true;
      open?.();
    },
  };
}

/** Builds everything; nothing is asked inside a frame of a page that asks by itself. @returns {() => void} */
function show() {
  const options = readOptions();
  const host = makeHost();
  const region = make('section', {
    'aria-label': say('label'),
    lang: shownLanguage(),
    dir: say('direction'),
  });
  const back = () => giveBack(host, control);
  const open = secondLayer(options, region, () => after.tell(true), back);
  const first = makeFirstLayer(options, open);
  const control = makeControl(options, open);
  const after = makeAftermath(() => {
    arrange();
    back();
  });
  const room = makeRoom(first.element);
  const quiet = isAskedAbove();
  const arrange = () => {
    const { decided, regime } = gate.state();
    const leaves = !first.element.hidden;
    first.element.hidden = decided || quiet;
    control.hidden = !decided || quiet || options.control === false || after.isShown();
    room(!first.element.hidden);
    if (!decided || !leaves) return;
    if (document.activeElement === host) back();
    after.tell(regime === 'opt-out'); // Else nothing has run that waited.
  };
  region.append(first.element, control, ...after.parts);
  host.shadowRoot?.append(region);
  watchFocus(host);
  first.element.hidden = true;
  first.count();
  arrange();
  gate.on('change', arrange);
  gate.on('hold', first.count);
  mount(host);
  return open;
}

function isAskedAbove() {
  try {
    return parent !== window && 'consentGate' in parent;
  } catch {
    return false; // Of another origin: this document is a site of its own.
  }
}
