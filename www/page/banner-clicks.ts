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
} from '../platform/primordials.ts';

const pathOf = method(Event.prototype, 'composedPath');
const TYPES = ['click', 'pointerdown', 'mousedown', 'touchstart', 'touchend'];

const roots: WeakSet<object> = own(new WeakSet());

/** What the press of each button does. */
const acts: WeakMap<object, () => void> = own(new WeakMap());

/** Lent to the banner. */
export const presses = {
  /**
   * Keeps presses in this shadow root from the page.
   * @param view in which it stands
   */
  guard(root: ShadowRoot, view: Window) {
    roots.add(root);
    guard(view);
  },
  on: (button: Element, act: () => void) => void acts.set(button, act),
};

/** Listens in a window. `document.open` takes listeners away; to listen twice is to listen once. */
export function guard(view: Window) {
  for (let i = 0; i < TYPES.length; i += 1) listen(view, TYPES[i], meet, true);
}

function meet(event: Event) {
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
