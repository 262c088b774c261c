/**
 * @file Handles the visitor's presses on the banner and on placeholders. Its listeners run before all listeners of the
 * page: a focus trap or a menu may stop every click outside it.
 *
 * Threat: a page replaces functions that find the pressed button, or moves a button of the banner. So the button is
 * found by primordials, and counts only inside the shadow root in which it was made.
 */

import {
  NONE,
  listen,
  maybe,
  method,
  frozenMethods,
  preventDefault,
  stopEvent,
  typeOfEvent,
} from '../platform/primordials.ts';

const pathOf = method(Event.prototype, 'composedPath');
const TYPES = ['click', 'pointerdown', 'mousedown', 'touchstart', 'touchend'];

const roots: WeakSet<object> = frozenMethods(new WeakSet());

/** By button, the function to call when it is pressed. */
const acts: WeakMap<object, () => void> = frozenMethods(new WeakMap());

/** Functions for the banner. */
export const presses = {
  /** Keeps presses in this shadow root from the page. @param view the window that contains it */
  guard(root: ShadowRoot, view: Window) {
    roots.add(root);
    guard(view);
  },
  on: (button: Element, act: () => void) => void acts.set(button, act),
};

/** Listens in a window. `document.open` removes listeners. Adding a listener twice has no effect. */
export function guard(view: Window) {
  for (let i = 0; i < TYPES.length; i += 1) listen(view, TYPES[i], onClick, true);
}

function onClick(event: Event) {
  const path = maybe(pathOf, event) ?? NONE;
  let act;
  for (let i = 0; path[i]; i += 1) {
    act ??= acts.get(path[i]);
    if (roots.has(path[i])) return press(event, act);
  }
}

function press(event: Event, act: (() => void) | undefined) {
  if (!event.isTrusted) return preventDefault(event); // No page can change that property.
  maybe(stopEvent, event);
  if (typeOfEvent(event) === 'click') act?.();
}
