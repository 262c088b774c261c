/**
 * @file The registry of held elements: the ticket of each element, its state when HTML would have prepared it, and its
 * twin, which the page reads instead. Verdicts and releases are elsewhere.
 */

import {
  HTML,
  NONE,
  XLINK,
  attributeOf,
  cloneOf,
  getter,
  hasAttribute,
  importNode,
  isAsync,
  localNameOf,
  maybe,
  method,
  namespaceOf,
  observe,
  frozenMethods,
  randomId,
  recordsOf,
  removeAttribute,
  removeAttributeNS,
  setAsync,
  slice,
  setAttribute,
} from '../platform/primordials.ts';
import {
  MIRROR,
  copyAttribute,
  copyAttributes,
  isTaken,
  loadAttributes,
  takenAttributes,
} from './attribute-copies.ts';
import { LOAD, heldRelation, isListed } from './resource-attributes.ts';

export interface Held {
  ticket: number;
  /** The page's own element, inert */
  element: Element;
  tag: 'script' | 'iframe' | 'frame' | 'load';
  /** Where it would have started */
  document: Document;
  /** Absolute, or null for an inline script */
  url: string | null;
  /** Against which its URL was read */
  base: string;
  /** The `type` that it had */
  type: string | null;
  /** The inline code that it had */
  text: string;
  /** The queue in which it is released */
  lane: number;
  /** Whether the parser inserted it */
  parsed: boolean;
  /** When waiting for its answer ends, in ms since the epoch */
  deadline?: number;
  /** The link that downloads it ahead of its turn */
  preload?: Element;
  /** How to release a frame that was held by its location alone */
  navigate?: () => void;
  /** The URL to which it was sent */
  target?: string;
}

/** Held elements by ticket, until they are released or discarded. */
export const waiting: Map<number, Held> = frozenMethods(new Map());

/**
 * Scripts that HTML has prepared, or parsed in a way that they never start. They do not start again, so they
 * are never held.
 */
export const started: WeakSet<object> = frozenMethods(new WeakSet());

/** Maps an element to another one of the same interface. The page's values, which may not be objects, are looked up too. */
interface Twins {
  get<T>(element: T): T | undefined;
  has(element: unknown): boolean;
  set(element: Element, twin: Element): unknown;
  delete(element: Element): boolean;
}

const twins: Twins = frozenMethods(new WeakMap() as Twins);
/** The start tag of a held element. */
interface KnownTag {
  twin: WeakRef<Element>;
  /** The tag itself */
  held: string;
  /** The tag of the twin; empty if the twin has changed */
  original: string;
}

const WeakReference = WeakRef;
export const deref = method(WeakRef.prototype, 'deref') as (
  reference: WeakRef<Element>,
) => Element | undefined;

/** By the values of `TWIN_ID`. */
export const knownTags: Map<string | null, KnownTag> = frozenMethods(new Map());
let lastId = 0;
/** The way back, for attributes that the page got from a twin. */
const originals: Twins = frozenMethods(new WeakMap() as Twins);
let anyHeld = false;

const changedOf = getter(MutationRecord.prototype, 'target');
const changedName = getter(MutationRecord.prototype, 'attributeName');

export const isHeld = (element: object) => anyHeld && twins.has(element);

/** What the page is to read for `element`: its twin while it is held, else the element itself. */
export function twinOrSelf<T extends object>(element: T): T {
  const twin = anyHeld && twins.get(element);
  if (!twin) return element;
  updateTwins();
  return twin;
}

/** Copies changes of held elements to their twins. */
export const updateTwins = () => copyChanges(maybe(recordsOf, observer) ?? NONE);

/** Attributes of held elements change in ways that no hook sees: `style`, `classList`, `width`. */
const observer = new MutationObserver(copyChanges);

/** Copies changes of held elements to their twins, except for the attributes that the gate has removed. */
function copyChanges(records: MutationRecord[]) {
  copyAll(records, false);
  copyAll(records, true); // Browsers write it when it is read: behind all that has come since.
}

/** @param styles whether `style` alone is copied, or all else */
function copyAll(records: MutationRecord[], styles: boolean) {
  for (let i = 0; i < records.length; i += 1) {
    if ((changedName(records[i]) === 'style') !== styles) continue;
    const element = changedOf(records[i]) as Element;
    const known = knownTags.get(attributeOf(originalOf(element), TWIN_ID));
    if (known) known.original = '';
    const twin = twins.get(element); // A twin has none.
    const taken = twin && takenAttributes(twin);
    const name = changedName(records[i]) as string;
    if (!taken || (isTaken(name, taken) && !(name === 'rel' && isListed(element)))) continue;
    const value = attributeOf(element, name);
    // It is gone, or has a prefix.
    if (value === null) copyAttributes(twin, element, taken);
    else if (attributeOf(twin, name) !== value)
      maybe(() => copyAttribute(twin, element, name), null);
  }
}

/** The attribute of a held element by which its twin is found in markup. */
export const TWIN_ID = MIRROR + slice(randomId(), 20);

/** Returns the twin that an element, or the element of which it is a native copy, has. */
export function twinOf(element: Element) {
  const known = knownTags.get(attributeOf(element, TWIN_ID));
  return known && deref(known.twin);
}

/** Where copies load nothing: no window shows it, and its URLs mean the same as in the page. */
const windowless = cloneOf(document, false);

/** A copy that loads nothing. */
export const inertCopy = <T extends Node>(node: T, deep: boolean): T =>
  importNode(windowless, node, deep);

/** The element whose twin this is, or the same object. */
export const originalOf = <T>(element: T): T => (anyHeld && originals.get(element)) || element;

/** Whether an element has ever been held: before that, nothing on the page needs a second look. */
export const hasEverHeld = () => anyHeld;

/** Makes an element inert where it stands. Its twin, a copy that is never inserted, keeps what the page knows. */
export function neutralize(element: Element, tag: Held['tag']) {
  const twin = tag === LOAD ? inertCopy(element, false) : cloneOf(element, false);
  if (tag === LOAD && localNameOf(element) === 'object') keepFromFallback(element);
  maskWithTwin(element, twin);
  if (tag === 'script') setAttribute(element, 'type', 'text/plain');
  else if (tag === LOAD) removeSources(element);
  else removeFrameSources(element);
}

/** The type of a held object for which the page has set none. */
export const HELD_TYPE = 'image/png';

/**
 * In Chromium an object that has shown its fallback content never loads again. Without data it shows that, unless it has
 * a type.
 */
function keepFromFallback(object: Element) {
  removeSources(object);
  if (!hasAttribute(object, 'type')) setAttribute(object, 'type', HELD_TYPE);
}

/** Removes the attributes by which an element loads. Those that only a selector can find again stay, with an empty value. */
export function removeSources(element: Element) {
  for (const name in loadAttributes(element)) {
    if (name === 'href') removeAttributeNS(element, XLINK, name);
    if (name === 'rel') syncRelation(element);
    else if (!hasAttribute(element, name)) continue;
    else if (name === 'ping' || name === 'background') setAttribute(element, name, '');
    else removeAttribute(element, name);
  }
}

/** Gives a held link the relation that the page has set, as far as it may have it. */
export function syncRelation(link: Element) {
  const relation = attributeOf(twinOrSelf(link), 'rel');
  if (relation === null) removeAttribute(link, 'rel');
  else setAttribute(link, 'rel', heldRelation(link, relation));
}

/** The page reads the element itself again. The type that has kept an object from its fallback content goes. */
export function unmaskTwin(element: Element) {
  const twin = twins.get(element);
  forget(element);
  if (twin && localNameOf(element) === 'object' && !hasAttribute(twin, 'type'))
    removeAttribute(element, 'type');
}

/** A frame without a source shows an empty document. The attribute stays, so that the order of all is kept. */
export function removeFrameSources(frame: Element) {
  if (hasAttribute(frame, 'src')) setAttribute(frame, 'src', '');
  removeAttribute(frame, 'srcdoc');
}

/** Ends the pairing of an element with its twin. */
function forget(element: Element) {
  // A copy has the id of its original, and is not held.
  if (twins.delete(element)) knownTags.delete(attributeOf(element, TWIN_ID));
  removeAttribute(element, TWIN_ID);
}

/** From now on the page reads `twin` where it reads `element`. */
export function maskWithTwin(element: Element, twin: Element) {
  anyHeld = true;
  // Whether a script is async is more than its attribute, and a copy starts with a yes.
  if (namespaceOf(element) === HTML && localNameOf(element) === 'script' && !isAsync(element))
    setAsync(twin, false);
  forget(twin);
  forget(element);
  twins.set(element, twin);
  originals.set(twin, element);
  const id = `${(lastId += 1)}`;
  setAttribute(element, TWIN_ID, id);
  knownTags.set(id, { twin: new WeakReference(twin), held: '<', original: '' });
  observe(observer, twin, { attributes: true });
  if (takenAttributes(twin)) observe(observer, element, { attributes: true });
}

/**
 * Ends the pairing with the twin: the element gets the attributes that the page knows, and is read itself again. A held
 * iframe starts to load by this.
 */
export function restore(element: Element) {
  const twin = twinOrSelf(element);
  if (twin === element) return;
  forget(element);
  // The relation comes last: Chromium warns of a preload whose URL is missing.
  if (localNameOf(element) === 'link') copyAttributes(element, twin, RELATION);
  copyAttributes(element, twin);
}

const RELATION = { __proto__: null, rel: 0 };
