/**
 * @file The second layer, a modal dialog with every category, vendor and feature, the held requests and the cookies.
 * Closing it without saving changes nothing.
 */

import { Choice } from './draft-choice.ts';
import { button, make } from './dom.ts';
import { vendorsOnPage } from './first-layer.ts';
import { keepInside } from './focus.ts';
import { choose, gate, listen } from './capabilities.ts';
import { signalLine } from './gpc-notice.ts';
import { Toggles } from './toggles.ts';
import { say, shownLanguage } from './texts.ts';
import { loadVendors } from './vendors.ts';
import { waitingList } from './waiting.ts';
import type { Options } from './options.ts';

const TITLE = 'title-of-choices';

export class SecondLayer {
  declare options: Options;
  declare parent: HTMLElement;
  declare chosen: () => void;
  declare closed: () => void;

  /** The dialog, while it is shown */
  #dialog: HTMLDialogElement | null = null;

  /**
   * @param parent the element that contains the dialog
   * @param chosen called after the visitor has saved or withdrawn
   */
  constructor(options: Options, parent: HTMLElement, chosen: () => void, closed: () => void) {
    this.options = options;
    this.parent = parent;
    this.chosen = chosen;
    this.closed = closed;
  }

  /** Shows the dialog for the present state. The vendors follow when their file has loaded. */
  open() {
    if (this.#dialog) return;
    const choice = new Choice();
    const switches = new Toggles(choice);
    const dialog: HTMLDialogElement = makeDialog(
      button('close', say('close'), () => dialog.close(), 'link'),
      switches.sections,
      this.#buttons(choice),
    );
    this.#dialog = dialog;
    listen(dialog, 'close', () => this.#close());
    this.parent.append(dialog);
    show(dialog);
    void this.#fill(choice, switches);
  }

  get isOpen() {
    return this.#dialog !== null;
  }

  /** Makes the dialog modal again after it was removed from the document, which makes it non-modal. */
  showAgain() {
    const dialog = this.#dialog;
    if (!dialog) return;
    dialog.open = false;
    show(dialog);
  }

  #close() {
    this.#dialog?.remove();
    this.#dialog = null;
    this.closed();
  }

  #buttons(choice: Choice) {
    const end = (act: () => void) => () => {
      act();
      this.#dialog?.close();
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

  /** Adds the vendors of this site, and those about which the visitor has chosen. */
  async #fill(choice: Choice, switches: Toggles) {
    const vendors = await loadVendors();
    const ids = vendorsOnPage(this.options);
    for (const id of choice.recorded) ids.add(id.split('/')[0]);
    const shown = [...ids].flatMap((id) => vendors.get(id) ?? []);
    choice.know(shown.flatMap((vendor) => [vendor, ...vendor.features]));
    switches.fill(shown);
  }
}

/** Shows the dialog, modal if the browser supports that. */
function show(dialog: HTMLDialogElement) {
  if (!dialog.isConnected) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.open = true;
}

function makeDialog(close: HTMLElement, sections: HTMLElement[], buttons: (HTMLElement | null)[]) {
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

/** Makes the line with the time of the choice, and the time until which it counts. */
function recordLine() {
  const { record } = gate.state();
  if (!record) return null;
  const format = new Intl.DateTimeFormat(shownLanguage(), { dateStyle: 'medium' });
  const [date, until] = [record.time, record.expires].map((time) => format.format(time));
  return make('p', { class: 'note' }, say('record', { date, until }));
}
