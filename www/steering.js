/**
 * @file Frames that are sent elsewhere by other means than their attributes: `location`, links, forms,
 * `window.open`, a refresh. Every document of the page's own origin tells of them by its `navigate` event, in
 * time to hold them. It does not tell of `javascript:` URLs, nor of frames that show another origin.
 */

import { callInOwnRealm, isNewborn } from './blanks.js';
import { waiting } from './book.js';
import { carriedByUrl } from './content.js';
import { ask } from './decide.js';
import { FRAME, IFRAME } from './kinds.js';
import { enter, tagOf } from './meet.js';
import {
  absolute,
  appendChild,
  attributeOf,
  baseOf,
  contentWindowOf,
  createElement,
  getter,
  listen,
  method,
  own,
  preventDefault,
  removeNode,
  rootElementOf,
  setAttribute,
  stopEvent,
  windowOf,
} from './natives.js';

const proto = /** @type {any} */ (globalThis).NavigateEvent?.prototype;
const read = (/** @type {string} */ name) => (proto ? getter(proto, name) : () => null);
const destinationOf = read('destination');
const typeOf = read('navigationType');
const formDataOf = read('formData');
const downloadOf = read('downloadRequest');
const isHashChange = read('hashChange');
const sourceElementOf = proto && 'sourceElement' in proto ? read('sourceElement') : () => null;
const isCancelable = getter(Event.prototype, 'cancelable');
const submit = method(HTMLFormElement.prototype, 'submit');
const eachEntry = method(FormData.prototype, 'forEach');

/** Documents whose navigations are watched. @type {WeakSet<object>} */
const steered = own(new WeakSet());

/** Frames that the gate itself is sending on now. @type {Set<object>} */
const sending = own(new Set());

/**
 * Watches where the document of a frame is left for.
 * @param {any} frame
 * @param {any} inner a document of the page's own origin
 */
export function steer(frame, inner) {
  const navigation = windowOf(inner)?.navigation;
  if (!navigation || !proto || steered.has(inner)) return;
  steered.add(inner);
  listen(navigation, 'navigate', (/** @type {any} */ event) => {
    if (windowOf(inner) && !sending.has(frame) && isCancelable(event))
      meetNavigation(frame, inner, event);
  });
}

/**
 * @param {any} frame
 * @param {any} inner
 * @param {any} event
 */
function meetNavigation(frame, inner, event) {
  const { url: target, sameDocument } = destinationOf(event);
  const url = sameDocument ? null : carriedByUrl(target, baseOf(inner));
  const again = repeat(frame, inner, event, target);
  if (url !== null && ask('peek', url, IFRAME)) return hold(frame, url, event, again);
  if (!sameDocument) leave(frame);
  if (url !== null && target !== sourceOf(frame)) ask('ask', url, IFRAME, FRAME);
  if (takesPlace(inner, event, sameDocument)) {
    cancel(event);
    again();
  }
}

/**
 * What the frame's own attribute asks for has been judged where the attribute was set.
 * @param {any} frame
 */
const sourceOf = (frame) => absolute(attributeOf(frame, 'src') ?? '', baseOf(frame));

/**
 * What follows the initial document takes its place in history. A posted form cannot be sent once more as it
 * was; it adds an entry.
 * @param {any} inner
 * @param {any} event
 * @param {boolean} sameDocument
 */
function takesPlace(inner, event, sameDocument) {
  if (typeOf(event) !== 'push' || !isNewborn(inner)) return false;
  return sameDocument ? isHashChange(event) : !formDataOf(event) && downloadOf(event) === null;
}

/**
 * @param {any} frame
 * @param {string} url
 * @param {any} event
 * @param {() => void} again
 */
function hold(frame, url, event, again) {
  cancel(event);
  leave(frame);
  const ticket = ask('ask', url, IFRAME, FRAME);
  const tag = /** @type {'iframe'} */ (tagOf(frame));
  if (ticket)
    enter({ element: frame, tag, url, id: null, lane: FRAME, navigate: again }, ticket, false);
  else again();
}

/** @param {any} event */
function cancel(event) {
  preventDefault(event);
  stopEvent(event);
}

/**
 * The page sends the frame elsewhere: what it was to show before will never load.
 * @param {any} frame
 */
function leave(frame) {
  waiting.forEach(({ element, navigate }, ticket) => {
    if (element !== frame || !navigate) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}

/**
 * How a navigation is done once more, with the same effect on the history.
 * @param {any} frame
 * @param {any} inner
 * @param {any} event
 * @param {string} target
 * @returns {() => void}
 */
function repeat(frame, inner, event, target) {
  const data = formDataOf(event);
  const how = typeOf(event) === 'push' && !isNewborn(inner) ? 'assign' : 'replace';
  const inside = sourceElementOf(event) !== null;
  return () => {
    const { location, document } = contentWindowOf(frame);
    sending.add(frame);
    try {
      if (data) post(document, target, data);
      else if (inside) callInOwnRealm(location[how], location, target);
      else location[how](target);
    } finally {
      sending.delete(frame);
    }
  };
}

/**
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
