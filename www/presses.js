/**
 * @file The visitor's presses on the banner and on placeholders. They are met in front of all that the page listens to:
 * a focus trap or a menu may stop every click outside itself.
 *
 * Threat: a page patches what finds the pressed button, or moves a button of ours to another place. So it is found by the
 * browser's own functions, and counts only inside the shadow root in which it was made.
 */

import {
  NONE,
  listen,
  maybe,
  method,
  own,
  preventDefault,
  stopEvent,
  typeOfEvent,
} from './natives.js';

const pathOf = method(Event.prototype, 'composedPath');
const TYPES = ['click', 'pointerdown', 'mousedown', 'touchstart', 'touchend'];

/** @type {WeakSet<object>} */
const roots = own(new WeakSet());

/** What the press of each button does. @type {WeakMap<object, () => void>} */
const acts = own(new WeakMap());

/** Lent to the banner. */
export const presses = {
  /**
   * Keeps presses in this shadow root from the page.
   * @param {ShadowRoot} root
   * @param {Window} view in which it stands
   */
  guard(root, view) {
    roots.add(root);
    guard(view);
  },
  /** @param {Element} button @param {() => void} act */
  on: (button, act) => void acts.set(button, act),
};

/**
 * Listens in a window. `document.open` takes listeners away; to listen twice is to listen once.
 * @param {Window} view
 */
export function guard(view) {
  for (let i = 0; i < TYPES.length; i += 1) listen(view, TYPES[i], meet, true);
}

/** @param {Event} event */
function meet(event) {
  const path = maybe(pathOf, event) ?? NONE;
  let act;
  for (let i = 0; path[i]; i += 1) {
    act ??= acts.get(path[i]);
    if (roots.has(path[i])) return press(event, act);
  }
}

/**
 * @param {Event} event
 * @param {(() => void) | undefined} act
 */
function press(event, act) {
  if (!event.isTrusted) return preventDefault(event); // No page can change that property.
  maybe(stopEvent, event);
  if (typeOfEvent(event) === 'click') act?.();
}
