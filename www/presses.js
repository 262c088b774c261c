/**
 * @file The visitor's presses on the banner, taken before the page hears of them: a focus trap or a menu of the page may
 * stop every click outside itself.
 *
 * Threat: a page patches the methods by which a press is found, and another button gets it. All are captured ones.
 */

import { getter, listen, method, own, stopEvent, typeOfEvent } from './natives.js';

const pathOf = method(Event.prototype, 'composedPath');
const isTrusted = getter(Event.prototype, 'isTrusted');
const TYPES = ['click', 'pointerdown', 'mousedown', 'touchstart', 'touchend', 'mouseup'];

/** What each button of the banner does. @type {WeakMap<object, (event: Event) => void>} */
const buttons = own(new WeakMap());

/** The element in which the buttons stand. @type {EventTarget | undefined} */
let host;

/**
 * From now on presses in this element are kept from the page.
 * @param {EventTarget} element
 */
export function guard(element) {
  host = element;
  // `document.open` takes listeners away; to listen twice is to listen once.
  guardPresses();
}

/** Listens in front of the page. */
export function guardPresses() {
  for (let i = 0; i < TYPES.length; i += 1) listen(window, TYPES[i], meet, true);
}

/**
 * Registers what a button does.
 * @param {EventTarget} button
 * @param {(event: Event) => void} act
 */
export const onPress = (button, act) => void buttons.set(button, act);

/** @param {Event} event */
function meet(event) {
  if (!host || !isTrusted(event)) return;
  const path = pathOf(event);
  let button;
  for (let i = 0; path[i] && path[i] !== host; i += 1) button ??= buttons.get(path[i]);
  if (!path.includes(host)) return;
  stopEvent(event);
  if (typeOfEvent(event) === 'click') button?.(event);
}
