/**
 * @file Handles tags that `consent-gate rewrite` has made inert, when the parser inserts their elements. Elements that
 * may start get their attributes back before the parser processes them, and are then like all others. Held elements
 * keep the attributes in their twin. A mark never allows anything: a marked tag is judged like one that was not
 * rewritten.
 */

import { isMisread, startBehind } from './firefox-modules.ts';
import { copyAttributes } from '../requests/attribute-copies.ts';
import { maskWithTwin, removeFrameSources, started } from '../requests/held-elements.ts';
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

/** Prefix of the renamed attributes that would load something. */
const PREFIX = `${MARK}-`;

/** The renamed `rel` of a link that preloads. */
const RELATION = `${PREFIX}rel`;

/** Prefix of a held URL in CSS. */
const INVALID = /about:invalid#consent-gate:/g;

/**
 * Attributes that may be restored on an element that only loads something. Threat: a sanitizer keeps `data-` attributes
 * in visitors' texts, so none of them may become code.
 */
const LOADS =
  /^data-consent-gate-(?:src|srcset|data|code|poster|background|(?:xlink:)?href|imagesrcset|rel|to|from|by|values)$/;

/** Threat: visitors' content that passed a sanitizer, with an animation that turns a link into code. */
const CODE = /s\s*c\s*r\s*i\s*p\s*t\s*:/i;

/** The same for scripts and frames, which a sanitizer removes. */
const STARTS = /^data-consent-gate-(?:src|srcdoc|type)$/;

let rewritten = ownTag !== null && attributeOf(ownTag, MARK) === 'rewritten';

/** Returns whether the page's markup has been rewritten. */
export const isRewritten = () => rewritten;

/** A style element whose text the parser may still be adding to. */
let sheet: Element | null = null;

/**
 * Starts or holds `element` if its tag was rewritten.
 * @param passed whether the parser has already passed its end tag
 * @returns whether it was rewritten
 */
export function interceptRewritten(element: Element, passed: boolean = false) {
  endSheet();
  if (!isMarked(element)) return false;
  rewritten = true;
  const tag = tagOf(element);
  if (tag && tag !== LOAD) interceptStarting(element, tag, passed);
  else if (localNameOf(element) === 'style') beginSheet(element);
  else {
    const attributes = attributesOf(element);
    let relation;
    for (let i = attributes.length - 1; i >= 0; i -= 1)
      if (attrName(attributes[i]) === RELATION) relation = attributes[i];
      else interceptAttribute(element, attributes[i]);
    // The `rel` is restored after the URL: Chromium warns of a preload without a URL.
    if (relation && localNameOf(element) === 'link') interceptAttribute(element, relation);
    removeAttribute(element, MARK);
  }
  return true;
}

/** Starts or holds the rewritten elements that the parser inserted before the gate ran. */
export function interceptRewrittenBefore(document: Document) {
  const elements = query(document, `[${MARK}=""]`);
  for (let i = 0; i < elements.length; i += 1) interceptRewritten(elements[i], true);
}

function interceptStarting(element: Element, tag: Held['tag'], passed: boolean) {
  const model = originalOf(element, tag);
  const request = requestOf(model, true) ?? dependantOf(model, tag);
  const ticket = request ? ticketOf({ ...request, element }) : 0;
  const late = !ticket && !passed && tag === 'script' && isMisread(model);
  const waits = ticket !== 0 || passed || late;
  if (!waits && tag !== 'script') {
    // A separate task is needed. The initial about:blank is not complete yet, and would end the next document's load,
    // too.
    mirror(element, model);
    return setTimer(() => free(element, model, tag), 0);
  }
  const shell = cloneOf(model, false);
  if (tag !== 'script') removeFrameSources(shell);
  else if (waits) setAttribute(shell, 'type', 'text/plain');
  setAttribute(shell, MARK, ''); // While it is set, the page gets no `load` event of the empty frame.
  setAttributesInOrder(element, shell, passed);
  if (!waits) return free(element, model, tag);
  maskWithTwin(element, model);
  removeAttribute(element, MARK);
  if (tag !== 'script') hookFrame(element);
  const { url = null, id = null, lane = FRAME } = request ?? {};
  if (ticket) holdRequest({ element, tag, url, id, lane }, ticket, true);
  else if (late) startBehind(element, model, url);
  else startNow(element, tag, url, lane);
}

/** Restores the element. The parser prepares a script at its end tag. */
function free(element: Element, model: Element, tag: string) {
  started.add(element);
  copyAttributes(element, model);
  if (tag !== 'script') hookFrame(element);
}

/**
 * Gives `element` the attributes of `shell`, in their order. An element that the parser has passed keeps its order:
 * removing attributes could start it.
 */
function setAttributesInOrder(element: Element, shell: Element, passed: boolean) {
  const nonce = scriptNonce(element);
  const present = attributesOf(element);
  for (let i = present.length - 1; i >= 0 && !passed; i -= 1) {
    const name = attrName(present[i]);
    if (name !== MARK) removeAttribute(element, name);
  }
  copyAttributes(element, shell);
  if (nonce) setNonce(element, nonce);
}

/**
 * Returns the element before its rewrite: a copy that is never inserted, with its attributes in their order.
 */
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

/** Judges the request of one attribute, on an element that is neither script nor frame. */
function interceptAttribute(element: Element, attribute: Attr) {
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

/** Judges the last style element. It is complete when the parser inserts the next node. */
function endSheet() {
  const style = sheet;
  sheet = null;
  if (!style) return;
  removeAttribute(style, MARK);
  const text = [textOf(style).replace(INVALID, '')];
  rewrite(style, text, () => setText(style, text[0]));
}
