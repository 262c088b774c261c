/**
 * @file Repeats a navigation of a frame that the gate has canceled: when it is released, or at once if only its entry
 * in the session history has to be another one.
 */

import { callInOwnRealm, isUnopened } from './blank-opener.ts';
import {
  appendChild,
  contentWindowOf,
  createElement,
  method,
  frozenMethods,
  removeNode,
  rootElementOf,
  setAttribute,
} from '../platform/primordials.ts';
import { formDataOf, sourceElementOf, typeOf } from './navigate-event.ts';

const submit = method(HTMLFormElement.prototype, 'submit');
const eachEntry = method(FormData.prototype, 'forEach');

/** Frames that the gate is navigating now. */
const sending: Set<object> = frozenMethods(new Set());

/** The frame that is being released: the record allows its URL, or the visitor has allowed it once. */
let released: Element | null = null;

export const isReleased = (frame: Element) => frame === released;

/** @param act navigates the frame to the URL that was held */
export function releasing(frame: Element, act: () => void) {
  released = frame;
  try {
    act();
  } finally {
    released = null;
  }
}

export const isRepeated = (frame: Element) => sending.has(frame);

/** Returns a function that repeats a navigation with the same effect on the session history. */
export function repeat(
  frame: Element,
  inner: Document,
  event: NavigateEvent,
  target: string,
): () => void {
  const data = formDataOf(event);
  const how = typeOf(event) === 'push' && !isUnopened(inner) ? 'assign' : 'replace';
  const inside = sourceElementOf(event) !== null;
  return () => {
    const view = contentWindowOf(frame)!;
    const { location } = view;
    sending.add(frame);
    try {
      if (data) post(view.document, target, data);
      else if (inside) callInOwnRealm(location[how], location, target);
      else location[how](target);
    } catch {
      // The browser does not accept it as a URL, so the first navigation would have failed, too.
    } finally {
      sending.delete(frame);
    }
  };
}

/** Posts a form with the fields of the canceled one. A file is replaced by its name. */
function post(inner: Document, action: string, data: FormData) {
  const form = createElement(inner, 'form');
  setAttribute(form, 'method', 'post');
  setAttribute(form, 'action', action);
  eachEntry(data, (value: FormDataEntryValue, name: string) => {
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
