/**
 * @file The second layer, a modal dialog: every category, vendor and feature, what waits, what is stored. Closing it
 * without saving changes nothing.
 */

import { Choice } from './choice.js';
import { button, make } from './dom.js';
import { vendorsOnPage } from './first-layer.js';
import { keepInside } from './focus.js';
import { choose, gate, listen } from './powers.js';
import { signalLine } from './signal.js';
import { Switches } from './switches.js';
import { say, shownLanguage } from './texts.js';
import { loadVendors } from './vendors.js';
import { waitingList } from './waiting.js';

/** @typedef {import('./options.js').Options} Options */

const TITLE = 'title-of-choices';

export class SecondLayer {
  /** While it is shown. @type {any} */
  #dialog = null;

  /**
   * @param {Options} options
   * @param {HTMLElement} parent where the dialog stands
   * @param {() => void} chosen called after the visitor has saved or withdrawn
   * @param {() => void} closed
   */
  constructor(options, parent, chosen, closed) {
    this.options = options;
    this.parent = parent;
    this.chosen = chosen;
    this.closed = closed;
  }

  /** Shows it as the state is now; the vendors follow when their file is there. */
  open() {
    if (this.#dialog) return;
    const choice = new Choice();
    const switches = new Switches(choice);
    this.#dialog = makeDialog(
      button('close', say('close'), () => this.#dialog.close(), 'link'),
      switches.sections,
      this.#buttons(choice),
    );
    listen(this.#dialog, 'close', () => this.#close());
    this.parent.append(this.#dialog);
    this.#show();
    void this.#fill(choice, switches);
  }

  get isOpen() {
    return this.#dialog !== null;
  }

  /** A dialog that was away with all around it is no modal one any more. */
  showAgain() {
    if (!this.#dialog) return;
    this.#dialog.open = false;
    this.#show();
  }

  #show() {
    if (!this.#dialog.isConnected) return;
    if (this.#dialog.showModal) this.#dialog.showModal();
    else this.#dialog.open = true;
  }

  #close() {
    this.#dialog.remove();
    this.#dialog = null;
    this.closed();
  }

  /** @param {Choice} choice */
  #buttons(choice) {
    const end = (/** @type {() => void} */ act) => () => {
      act();
      this.#dialog.close();
      this.chosen();
    };
    const withdraw = end(() => choose('withdraw', [], 'preferences'));
    return [
      button(
        'save',
        say('save'),
        end(() => choice.save()),
      ),
      gate.state().decided ? button('withdraw', say('withdraw'), withdraw) : null,
    ];
  }

  /** The vendors of this site, and those about which the visitor has chosen. @param {Choice} choice @param {Switches} switches */
  async #fill(choice, switches) {
    const vendors = await loadVendors();
    const ids = vendorsOnPage(this.options);
    for (const id of choice.recorded) ids.add(id.split('/')[0]);
    const shown = [...ids].flatMap((id) => vendors.get(id) ?? []);
    choice.know(shown.flatMap((vendor) => [vendor, ...vendor.features]));
    switches.fill(shown);
  }
}

/**
 * @param {HTMLElement} close
 * @param {HTMLElement[]} sections
 * @param {(HTMLElement | null)[]} buttons
 */
function makeDialog(close, sections, buttons) {
  const title = make('h2', { id: TITLE, tabindex: '-1', autofocus: '' }, say('choices'));
  const change = make('p', {}, say('change'));
  const text = [change, signalLine(), recordLine(), ...sections, waitingList()];
  const dialog = make(
    'dialog',
    { 'aria-labelledby': TITLE, part: 'preferences' },
    make('header', {}, title, close),
    make('div', { class: 'text' }, ...text),
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
