/**
 * @file The second layer, a modal dialog: every category, vendor and feature, what waits, what is stored. Closing it
 * without saving changes nothing.
 */

import { Choice } from './choice.js';
import { button, make } from './dom.js';
import { keepInside } from './focus.js';
import { vendorsOnPage } from './first-layer.js';
import { choose, gate, listen } from './powers.js';
import { makeSwitches } from './switches.js';
import { say, shownLanguage } from './texts.js';
import { loadVendors } from './vendors.js';
import { waitingList } from './waiting.js';

/**
 * @param {import('./options.js').Options} options
 * @param {HTMLElement} parent where the dialog stands
 * @param {() => void} chosen called after the visitor has saved or withdrawn
 * @param {() => void} closed
 * @returns {() => void} shows it
 */
export function secondLayer(options, parent, chosen, closed) {
  /** @type {any} */
  let dialog = null;
  const end = (/** @type {() => void} */ act) => () => {
    act();
    dialog.close();
    chosen();
  };
  return () => {
    if (dialog) return;
    const choice = new Choice();
    const switches = makeSwitches(choice);
    const buttons = [
      button(
        'save',
        say('save'),
        end(() => choice.save()),
      ),
      gate.state().decided
        ? button(
            'withdraw',
            say('withdraw'),
            end(() => choose('withdraw', [], 'preferences')),
          )
        : null,
    ];
    dialog = makeDialog(() => dialog.close(), switches.sections, buttons);
    listen(dialog, 'close', () => {
      dialog.remove();
      dialog = null;
      closed();
    });
    parent.append(dialog);
    switches.refresh();
    dialog.showModal();
    void fill(options, choice, switches);
  };
}

/**
 * @param {() => void} close
 * @param {HTMLElement[]} sections
 * @param {(HTMLElement | null)[]} buttons
 */
function makeDialog(close, sections, buttons) {
  const title = make(
    'h2',
    { id: 'title-of-choices', tabindex: '-1', autofocus: '' },
    say('choices'),
  );
  const dialog = make(
    'dialog',
    { 'aria-labelledby': 'title-of-choices', part: 'preferences' },
    make('header', {}, title, button('close', say('close'), close, 'link')),
    make(
      'div',
      { class: 'text' },
      make('p', {}, say('change')),
      gate.state().signals.gpc ? make('p', { part: 'signal' }, say('gpc')) : null,
      recordLine(),
      ...sections,
      waitingList(),
    ),
    make('div', { class: 'buttons' }, ...buttons),
  );
  keepInside(dialog);
  return dialog;
}

/** When the visitor chose, and until when that counts. */
function recordLine() {
  const { record } = gate.state();
  if (!record) return null;
  const format = new Intl.DateTimeFormat(shownLanguage(), { dateStyle: 'medium' });
  const [date, until] = [record.time, record.expires].map((time) => format.format(time));
  return make('p', { class: 'note' }, say('record', { date, until }));
}

/**
 * The vendors of this site, as soon as they are known.
 * @param {import('./options.js').Options} options
 * @param {Choice} choice
 * @param {ReturnType<typeof makeSwitches>} switches
 */
async function fill(options, choice, switches) {
  const vendors = await loadVendors();
  const ids = vendorsOnPage(options);
  for (const id of choice.recorded) ids.add(id.split('/')[0]);
  const shown = [...ids].map((id) => vendors.get(id)).filter((vendor) => vendor !== undefined);
  choice.know(shown.flatMap((vendor) => [vendor, ...vendor.features]));
  switches.fill(shown);
}
