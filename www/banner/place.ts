/**
 * @file Keeps the banner usable: at the end of the body, or inside the topmost modal dialog of the page. It is inserted
 * again when the page replaces its content, or makes everything outside a dialog inert.
 */

import { NAME } from './element.ts';
import { listen } from './capabilities.ts';

/** Insertions within this time of each other, in ms, mean that code of the page removes the banner on purpose. */
const QUARREL = 1000;
/** Number of insertions that are made at once. Each later one is delayed by `QUARREL`. */
const PATIENCE = 20;

/** Called for a banner that was out of the document: `lost` if it must be replaced, `returned` if it is back. */
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
   * @param host returns the banner's element
   * @param isModal returns whether the banner shows a modal dialog
   * @param fate `lost`: the page has removed its listeners (`document.open`), so another banner must replace it
   */
  constructor(host: () => HTMLElement, isModal: () => boolean, fate: Fate) {
    this.host = host;
    this.isModal = isModal;
    this.fate = fate;
  }

  /** Follows the page. Called again after `document.open`, which removes listeners; the observer stays. */
  follow() {
    const attributeFilter = ['open', 'inert', 'aria-hidden'];
    this.#observer.observe(document, { subtree: true, attributes: true, attributeFilter });
    // An observer does not observe shadow trees. A dialog there takes the focus.
    listen(document, 'focusin', (event: FocusEvent) => {
      this.#note(event.composedPath());
      this.settle();
    });
    this.#note(document.querySelectorAll('dialog'));
  }

  /** Inserts the banner again in a later task, so that code of the page that removes it does not block the page. */
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

  /** Moves the banner only if necessary: if it moves while the visitor presses a button, the press is lost. */
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

/** Shows the banner in the top layer if it is inside a dialog. There nothing in the dialog can clip it. */
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

/** Adds the listener that `hears` tests later. */
export const mark = (host: HTMLElement) =>
  listen(host, `${NAME}-hears`, (event: Event) => event.preventDefault());
