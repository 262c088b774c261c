/**
 * @file Keeps the banner where the visitor can use it: at the end of the body, or inside the topmost modal dialog of the
 * page. It comes back when the page replaces its content, or makes everything outside a dialog inert.
 */

import { NAME } from './element.ts';
import { listen } from './capabilities.ts';

/** A return within this time after another one, in ms, means that code of the page removes the banner on purpose. */
const QUARREL = 1000;
/** The number of returns that are made at once. Each later one is delayed by `QUARREL`. */
const PATIENCE = 20;

/** Called for a banner that was out of the document: `lost` if it needs a successor, `returned` if it is back. */
type Fate = { lost: () => void; returned: () => void };

export class Place {
  declare host: () => HTMLElement;
  declare isModal: () => boolean;
  declare fate: Fate;

  /** Modal dialogs that the page has opened, the latest last. */
  #modals: Element[] = [];
  #returns = 0;
  #observer = new MutationObserver((records) => this.#see(records));

  /**
   * @param host gives the banner's element
   * @param isModal whether the banner itself shows a modal dialog
   * @param fate `lost`: the page has taken its listeners (`document.open`), so another one has to take its place
   */
  constructor(host: () => HTMLElement, isModal: () => boolean, fate: Fate) {
    this.host = host;
    this.isModal = isModal;
    this.fate = fate;
  }

  /** Follows the page. Called again after `document.open`, which removes listeners; the observer stays the same one. */
  follow() {
    const attributeFilter = ['open', 'inert', 'aria-hidden'];
    this.#observer.observe(document, { subtree: true, attributes: true, attributeFilter });
    // An observer does not see into shadow trees; a dialog there takes the focus.
    listen(document, 'focusin', (event: FocusEvent) => {
      this.#note(event.composedPath());
      this.settle();
    });
    this.#note(document.querySelectorAll('dialog'));
  }

  /** Comes back in a later task, so that a quarrel with the page's code does not block the page. */
  comeBack() {
    const quarrel = (this.#returns += 1) > PATIENCE;
    setTimeout(() => (this.#returns -= 1), QUARREL);
    setTimeout(() => this.settle(), quarrel ? QUARREL : 0);
  }

  /** Puts the banner where it can be used now. */
  settle() {
    const away = !this.host().isConnected;
    if (away && !hears(this.host())) this.fate.lost();
    const host = this.host();
    host.inert = false;
    host.removeAttribute('aria-hidden');
    if (away || !this.isModal()) this.#move(host);
    if (away && host.isConnected) this.fate.returned();
  }

  /** Moves it as little as possible: one that goes while the visitor presses a button takes the press with it. */
  #move(host: HTMLElement) {
    this.#modals = this.#modals.filter(isModal);
    const modal = this.#modals.at(-1);
    const parent = host.parentElement;
    const usable = modal ? parent === modal : !isDialog(parent) && !host.closest('[inert]');
    if (usable && host.isConnected) return;
    const { body, documentElement } = document;
    (modal ?? (body?.inert === false ? body : documentElement))?.append(host);
    raise(host, Boolean(modal));
  }

  #see(records: MutationRecord[]) {
    this.#note(records.map(({ target }) => target));
    this.settle();
  }

  /** @param elements of which some may be dialogs */
  #note(elements: Iterable<EventTarget>) {
    for (const element of elements)
      if (isModal(element) && !this.#modals.includes(element)) this.#modals.push(element);
  }
}

const isDialog = (element: unknown) => element instanceof HTMLDialogElement;

const isModal = (element: unknown): element is HTMLDialogElement =>
  isDialog(element) && element.isConnected && element.matches(':modal');

/** Inside a dialog the banner is shown in the top layer, where nothing of the dialog's can clip it. */
function raise(host: HTMLElement, high: boolean) {
  if (!host.showPopover) return;
  host.popover = high ? 'manual' : null;
  if (high) host.showPopover();
}

/** Returns whether the element still has its listeners. */
function hears(host: HTMLElement) {
  const event = new Event(`${NAME}-hears`, { cancelable: true });
  return !host.dispatchEvent(event);
}

/** Lets `hears` find out later. */
export const mark = (host: HTMLElement) =>
  listen(host, `${NAME}-hears`, (event: Event) => event.preventDefault());
