/**
 * @file A navigation of a frame that was stopped is done once more: when it is released, or at once where only
 * its entry in the history has to be another one.
 */

import { callInOwnRealm, isNewborn } from './blank-opener.js';
import {
  appendChild,
  contentWindowOf,
  createElement,
  method,
  own,
  removeNode,
  rootElementOf,
  setAttribute,
} from './natives.js';
import { formDataOf, sourceElementOf, typeOf } from './navigate-event.js';

const submit = method(HTMLFormElement.prototype, 'submit');
const eachEntry = method(FormData.prototype, 'forEach');

/** Frames that the gate itself is sending on now. @type {Set<object>} */
const sending = own(new Set());

/** The frame that is being released: where it goes is decided already, by the record or for this once. @type {any} */
let released = null;

/** @param {any} frame */
export const isReleased = (frame) => frame === released;

/**
 * @param {any} frame
 * @param {() => void} act sends it where it waited to go
 */
export function releasing(frame, act) {
  released = frame;
  try {
    act();
  } finally {
    released = null;
  }
}

/** @param {any} frame */
export const isRepeated = (frame) => sending.has(frame);

/**
 * How a navigation is done once more, with the same effect on the history.
 * @param {any} frame
 * @param {any} inner
 * @param {any} event
 * @param {string} target
 * @returns {() => void}
 */
export function repeat(frame, inner, event, target) {
  const data = formDataOf(event);
  const how = typeOf(event) === 'push' && !isNewborn(inner) ? 'assign' : 'replace';
  const inside = sourceElementOf(event) !== null;
  return () => {
    const view = contentWindowOf(frame);
    const { location } = view;
    sending.add(frame);
    try {
      if (data) post(view.document, target, data);
      else if (inside) callInOwnRealm(location[how], location, target);
      else location[how](target);
    } catch {
      // What the browser does not take for a URL has led nowhere the first time either.
    } finally {
      sending.delete(frame);
    }
  };
}

/**
 * A form like the one that was posted; of files it has the names.
 * @param {any} inner
 * @param {string} action
 * @param {FormData} data
 */
function post(inner, action, data) {
  const form = createElement(inner, 'form');
  setAttribute(form, 'method', 'post');
  setAttribute(form, 'action', action);
  eachEntry(data, (/** @type {any} */ value, /** @type {string} */ name) => {
    const field = createElement(inner, 'input');
    setAttribute(field, 'type', 'hidden');
    setAttribute(field, 'name', name);
    setAttribute(field, 'value', typeof value === 'string' ? value : value.name);
    appendChild(form, field);
  });
  appendChild(rootElementOf(inner), form);
  submit(form);
  removeNode(form);
}
