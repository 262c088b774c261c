/**
 * @file Tags that `consent-gate rewrite` has made inert in the page's markup, met where the parser inserts them. What
 * may start gets its attributes back before the parser comes to it, and is then like every other tag; what has to
 * wait is held with them. A mark lets nothing through: its tag is judged like one that was never rewritten.
 */

import { isMisread, startBehind } from './firefox-modules.ts';
import { disguise, empty, restore, started } from '../requests/held-elements.ts';
import { hookFrame } from '../frames/frames.ts';
import { FRAME } from '../platform/constants.ts';
import { change } from './attribute-change.ts';
import { giveLoad } from './subresource.ts';
import { changed, rewrite } from './css-entry.ts';
import {
  XLINK,
  attributeOf,
  attributesOf,
  attrName,
  attrNamespace,
  attrValue,
  cloneOf,
  createElementNS,
  documentOf,
  found,
  listen,
  localNameOf,
  namespaceOf,
  query,
  removeAttribute,
  scriptNonce,
  setAttribute,
  setAttributeNS,
  setNonce,
  setText,
  setTimer,
  textOf,
} from '../platform/primordials.ts';
import { dependantOf, requestOf, tagOf, ticketOf } from '../requests/element-request.ts';
import { ownTag } from '../platform/own-script.ts';
import { isStyling, judged } from '../requests/css-requests.ts';
import { trusted } from '../platform/trusted-types.ts';
import { MARK, isMarked } from '../requests/inert-mark.ts';
import { mirror } from '../requests/selector-mirror.ts';
import { holdRequest } from './hold-request.ts';
import { startNow } from '../requests/start-now.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Held } from '../requests/held-elements.ts';

/** What stands before the name of an attribute that would load something. */
const PREFIX = `${MARK}-`;

/** The `rel` of a link that preloads. */
const RELATION = `${PREFIX}rel`;

/** What stands before a URL in styles. */
const INVALID = /about:invalid#consent-gate:/g;

/**
 * Attributes that may be given back to an element that only loads something. A sanitizer lets `data-` attributes of
 * visitors' texts pass, so none of them may become code.
 */
const LOADS =
  /^data-consent-gate-(?:src|srcset|data|code|poster|background|(?:xlink:)?href|imagesrcset|rel|to|from|by|values)$/;

/** Threat: content of visitors that a sanitizer has let pass, with an animation that makes a link run code. */
const CODE = /s\s*c\s*r\s*i\s*p\s*t\s*:/i;

/** The same for scripts and frames, which a sanitizer does not let pass. */
const STARTS = /^data-consent-gate-(?:src|srcdoc|type)$/;

let rewritten = ownTag !== null && attributeOf(ownTag, MARK) === 'rewritten';

/** Returns whether the page's markup has been rewritten. */
export const isRewritten = () => rewritten;

/** A style sheet whose text the parser may still be adding to. */
let sheet: Element | null = null;

/**
 * Whether `element` is one of them; it starts or waits by this.
 * @param passed whether the parser has come to its end already
 */
export function meetRewritten(element: Element, passed: boolean = false) {
  endSheet();
  if (!isMarked(element)) return false;
  rewritten = true;
  const tag = tagOf(element);
  if (tag && tag !== LOAD) meetStarting(element, tag, passed);
  else if (localNameOf(element) === 'style') beginSheet(element);
  else {
    const attributes = attributesOf(element);
    let relation;
    for (let i = attributes.length - 1; i >= 0; i -= 1)
      if (attrName(attributes[i]) === RELATION) relation = attributes[i];
      else meetAttribute(element, attributes[i]);
    // Behind the URL that it is about: Chromium warns of a preload without one.
    if (relation && localNameOf(element) === 'link') meetAttribute(element, relation);
    removeAttribute(element, MARK);
  }
  return true;
}

/** What came before the gate, and is inert all the same. */
export function meetPassed(document: Document) {
  const elements = query(document, `[${MARK}=""]`);
  for (let i = 0; i < elements.length; i += 1) meetRewritten(elements[i], true);
}

function meetStarting(element: Element, tag: Held['tag'], passed: boolean) {
  const model = originalOf(element, tag);
  const request = requestOf(model, true) ?? dependantOf(model, tag);
  const ticket = request ? ticketOf({ ...request, element }) : 0;
  const late = !ticket && !passed && tag === 'script' && isMisread(model);
  const waits = ticket !== 0 || passed || late;
  if (!waits && tag !== 'script') {
    // In a task of its own: the empty document that it shows has not come to its end, and would take the next one along.
    mirror(element, model);
    return setTimer(() => free(element, model, tag), 0);
  }
  const shell = cloneOf(model, false);
  if (tag !== 'script') empty(shell);
  else if (waits) setAttribute(shell, 'type', 'text/plain');
  setAttribute(shell, MARK, ''); // An empty frame's load is nobody's as long as this is there.
  dress(element, shell, passed);
  if (!waits) return free(element, model, tag);
  disguise(element, model);
  removeAttribute(element, MARK);
  if (tag !== 'script') hookFrame(element);
  const { url = null, id = null, lane = FRAME } = request ?? {};
  if (ticket) holdRequest({ element, tag, url, id, lane }, ticket, true);
  else if (late) startBehind(element, model, url);
  else startNow(element, tag, url, lane);
}

/** The element is what it was. The parser prepares a script when it comes to its end. */
function free(element: Element, model: Element, tag: string) {
  started.add(element);
  restore(element, model);
  if (tag !== 'script') hookFrame(element);
}

/**
 * Gives `element` the attributes of `shell`, in their order. One that the parser has left behind could start by that,
 * and keeps the order that it has.
 */
function dress(element: Element, shell: Element, passed: boolean) {
  const nonce = scriptNonce(element);
  const present = attributesOf(element);
  for (let i = present.length - 1; i >= 0 && !passed; i -= 1) {
    const name = attrName(present[i]);
    if (name !== MARK) removeAttribute(element, name);
  }
  restore(element, shell);
  if (nonce) setNonce(element, nonce);
}

/** The element as it was written: a copy that is never inserted, with its attributes in their order. */
function originalOf(element: Element, tag: string) {
  const model = createElementNS(
    documentOf(element),
    namespaceOf(element) as string,
    localNameOf(element),
  );
  const attributes = attributesOf(element);
  for (let i = 0; i < attributes.length; i += 1) {
    const [name, value] = [attrName(attributes[i]), attrValue(attributes[i])];
    if (name === MARK || (name === 'type' && tag === 'script')) continue;
    if (found(STARTS, name)) giveBack(model, name, value);
    else setAttributeNS(model, attrNamespace(attributes[i]), name, trusted(model, name, value));
  }
  if (tag === 'script') setNonce(model, scriptNonce(element));
  return model;
}

/** @param name with the prefix */
function giveBack(element: Element, name: string, value: string) {
  const own = name.slice(PREFIX.length);
  const space = own === 'xlink:href' ? XLINK : null;
  setAttributeNS(element, space, own, trusted(element, own, value));
}

/** Judges what an attribute asks for, on an element that is neither script nor frame. */
function meetAttribute(element: Element, attribute: Attr) {
  const [name, value] = [attrName(attribute), attrValue(attribute)];
  if (isStyling(name)) {
    setAttribute(element, name, judged(value.replace(INVALID, ''), element));
    return changed(element, name);
  }
  if (!found(LOADS, name) || found(CODE, value) || tagOf(element) !== LOAD) return;
  removeAttribute(element, name);
  const act = (target: Element) => giveBack(target, name, value);
  if (found(/^(?:embed|object)$/, localNameOf(element))) giveLoad(element, act);
  else change(element, name.slice(PREFIX.length), value, act);
}

function beginSheet(style: Element) {
  sheet = style;
  listen(documentOf(style), 'DOMContentLoaded', endSheet);
}

/** Whatever the parser has come to next, the style sheet before it is complete. */
function endSheet() {
  const style = sheet;
  sheet = null;
  if (!style) return;
  removeAttribute(style, MARK);
  const text = [textOf(style).replace(INVALID, '')];
  rewrite(style, text, () => setText(style, text[0]));
}
