/**
 * @file Primordials: the browser's functions, read before any other script of the page can replace them.
 *
 * Threat: a page, or a tracker that already runs, may put functions on the prototypes, or overwrite our hooks with
 * originals. It may clobber a form's `localName` with an `<input name=localName>`. So the gate reads and changes the
 * document only through these functions.
 */

import type * as Types from './types-core.ts';
export type { Realm } from './types-core.ts';

export const { apply, construct } = Reflect;
export const {
  getOwnPropertyDescriptor: descriptorOf,
  defineProperty: define,
  getPrototypeOf,
  setPrototypeOf,
} = Object;
export const { max, min } = Math;
const { isArray } = Array;
export const { from: listFrom } = Array;

/** Returns whether Web IDL converts a value to a sequence if a sequence is one of several types. */
export const isSequence = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function';

/** Does nothing. */
export const nothing = () => {};

/** No arguments. */
export const NONE = Object.freeze([]) as readonly [] as Types.Empty;

/**
 * Returns an empty array that has indices and a length, and no prototype.
 *
 * Threat: a setter on `Array.prototype`, or a replaced `push`, receives the values that code adds to an ordinary array.
 */
export const nullProtoArray = <T>(): T[] => setPrototypeOf([], null);

/**
 * Gives a collection its methods as own properties, so that they stay when the page replaces those of the prototype.
 */
export function frozenMethods<T extends object>(collection: T): T {
  const proto = getPrototypeOf(collection);
  for (const name of ['get', 'set', 'has', 'add', 'delete', 'forEach']) {
    if (name in proto) define(collection, name, { value: proto[name] });
  }
  return collection;
}

const { call } = Function.prototype;

/**
 * Returns `native` as a plain function that takes its receiver first. Compilers optimize a bound `call`;
 * `Reflect.apply` with an array takes several times as long.
 */
export const uncurried: Types.Uncurry = (call.bind as Function).bind(call);

/** Returns the method `name` of `proto` as a plain function that takes its receiver first. */
export const method = <T extends object, K extends keyof T>(proto: T, name: K) =>
  uncurried<Types.Uncurried<T, T[K]>>(proto[name]);

/** Returns the getter of `name` on `proto`, or on a prototype of it, as a plain function. */
export function getter<T extends object, K extends keyof T>(proto: T, name: K): Types.Getter<T, K> {
  const descriptor = descriptorOf(proto, name);
  return descriptor ? uncurried(descriptor.get) : getter(getPrototypeOf(proto), name);
}

/** Returns the setter of `name` on `proto` as a plain function. */
export const setter = <T extends object, K extends keyof T>(proto: T, name: K) =>
  uncurried<Types.Setter<T, K>>((descriptorOf(proto, name) as PropertyDescriptor).set);

/**
 * Returns the global `name`, or undefined if the browser does not have it.
 *
 * Threat: `<a id=scheduler>` makes a global of that name in a browser that does not have it.
 */
export const optional = <K extends keyof Types.Globals>(name: K) =>
  descriptorOf(window, name) && (window as Partial<Types.Globals>)[name];

/**
 * Returns the result of `read` for `value`. Returns undefined if the browser throws: `value` has the wrong type, or
 * belongs to another origin. If the page gave the value, the native function throws the same error for the page.
 */
export function maybe<V, T>(read: (value: V) => T, value: V): T | undefined;
export function maybe<V, T>(read: (value: V) => T, value: unknown): T | undefined;
export function maybe<V, T>(read: (value: V) => T, value: V) {
  try {
    return read(value);
  } catch {
    return undefined;
  }
}

/**
 * Same as `maybe` for a value that may be a string. A string, which is the common case in many calls, gives undefined
 * without an exception.
 */
export const maybeIn = <V, T>(read: (value: V) => T, value: unknown): T | undefined =>
  typeof value === 'string' ? undefined : maybe(read, value);

/** Returns the source of a function, even if the page or the gate has replaced `toString`. */
export const functionText = method(Function.prototype, 'toString');

const node = Node.prototype;
export const nodeType = getter(node, 'nodeType');
export const nodeNameOf = getter(node, 'nodeName');
export const isConnected = getter(node, 'isConnected');
export const parentOf = getter(node, 'parentNode');
export const firstChildOf = getter(node, 'firstChild');
export const lastChildOf = getter(node, 'lastChild');
export const nextSiblingOf = getter(node, 'nextSibling');
export const previousSiblingOf = getter(node, 'previousSibling');
export const childNodesOf = getter(node, 'childNodes');
export const documentOf = getter(node, 'ownerDocument');
export const baseOf = getter(node, 'baseURI');
export const textOf = getter(node, 'textContent');
export const setText = setter(node, 'textContent');
export const rootOf = method(node, 'getRootNode');
export const contains = method(node, 'contains');
export const cloneOf = method(node, 'cloneNode') as Types.CloneNode;
export const insertBefore = method(node, 'insertBefore');
export const appendChild = method(node, 'appendChild');
export const replaceChild = method(node, 'replaceChild');
const removeChild = method(node, 'removeChild');

const element = Element.prototype;
export const localNameOf = getter(element, 'localName');
export const namespaceOf = getter(element, 'namespaceURI');
export const attributesOf = getter(element, 'attributes');
export const attributeOf = method(element, 'getAttribute');
export const attributeNodeOf = method(element, 'getAttributeNode');
export const attributeNames = method(element, 'getAttributeNames');
export const hasAttribute = method(element, 'hasAttribute');
export const hasAttributes = method(element, 'hasAttributes');
export const setAttribute = method(element, 'setAttribute') as Types.SetAttribute;
export const setAttributeNS = method(element, 'setAttributeNS') as Types.SetAttributeNS;
export const removeAttribute = method(element, 'removeAttribute');
export const attributeOfNS = method(element, 'getAttributeNS');
export const removeAttributeNS = method(element, 'removeAttributeNS');
export const attachShadow = method(element, 'attachShadow');
export const shadowRootOf = getter(element, 'shadowRoot');
export const matches = method(element, 'matches');
export const setHTML = setter(element, 'innerHTML');
export const htmlOf = getter(element, 'innerHTML');
export const outerHTMLOf = getter(element, 'outerHTML');
export const templateContentOf = getter(HTMLTemplateElement.prototype, 'content');
const fillElement = method(element, 'replaceChildren') as Types.SetChildren;
const fillFragment = method(DocumentFragment.prototype, 'replaceChildren') as Types.SetChildren;
export const firstElementChild = getter(element, 'firstElementChild') as Types.FirstElement;
export const nextElementSibling = getter(element, 'nextElementSibling');
const queryElement = method(element, 'querySelectorAll') as Types.Query;
const queryFragment = method(DocumentFragment.prototype, 'querySelectorAll') as Types.Query;
const queryDocument = method(Document.prototype, 'querySelectorAll') as Types.Query;
export const fragmentFirstElementChild = getter<ParentNode, 'firstElementChild'>(
  DocumentFragment.prototype,
  'firstElementChild',
);
export const hostOf = getter(ShadowRoot.prototype, 'host');
const clonable = descriptorOf(ShadowRoot.prototype, 'clonable');
/** Returns false in a browser without clonable shadow roots. */
export const isClonable = (root: ShadowRoot): boolean =>
  clonable !== undefined && apply(clonable.get as () => boolean, root, NONE);
export const attrName = getter(Attr.prototype, 'name');
export const attrNamespace = getter(Attr.prototype, 'namespaceURI');
export const attrValue = getter(Attr.prototype, 'value');
export const attrOwner = getter(Attr.prototype, 'ownerElement');

const doc = Document.prototype;
export const createElement = method(doc, 'createElement') as Types.CreateElement;
export const createElementNS = method(doc, 'createElementNS');
export const createFragment = method(doc, 'createDocumentFragment');
export const openDocument = method<{ open(): Document }, 'open'>(doc, 'open');
export const closeDocument = method(doc, 'close');
export const urlOf = getter(doc, 'URL');
export const isHidden = getter(doc, 'hidden');
export const writeDocument = method(doc, 'write') as Types.WriteDocument;
export const adoptNode = method(doc, 'adoptNode') as Types.TakeNode;
export const importNode = method(doc, 'importNode') as Types.TakeNode;
export const createTextNode = method(doc, 'createTextNode');
export const headOf = getter(doc, 'head');
export const bodyOf = getter(doc, 'body');
export const rootElementOf = getter(doc, 'documentElement');
export const currentScriptOf = getter(doc, 'currentScript');
export const contentTypeOf = getter(doc, 'contentType');
export const readyStateOf = getter(doc, 'readyState');
export const windowOf = getter(doc, 'defaultView');
export const cookieOf = getter(doc, 'cookie');
export const setCookie = setter(doc, 'cookie');
export const implementationOf = getter(doc, 'implementation');
export const createInertDocument = method(DOMImplementation.prototype, 'createHTMLDocument');

const NativeRange = Range;
const selectNode = method(Range.prototype, 'selectNode');
const parseAt = method(Range.prototype, 'createContextualFragment') as Types.CreateFragment;

export const isAsync = getter(HTMLScriptElement.prototype, 'async') as Types.IsAsync;
export const setAsync = setter(HTMLScriptElement.prototype, 'async') as Types.SetAsync;
const textProperty = descriptorOf(HTMLScriptElement.prototype, 'text');
export const setScriptText = (script: Element, text: Types.SinkText): void =>
  namespaceOf(script) === HTML
    ? apply((textProperty as Required<PropertyDescriptor>).set, script, [text])
    : setText(script, text);
const htmlOrSvg = HTMLElement.prototype;
const nonceOf = getter(htmlOrSvg, 'nonce') as Types.NonceOf;
export const setNonce = setter(htmlOrSvg, 'nonce') as (element: Element, nonce: string) => void;
const svgNonce = getter(SVGElement.prototype, 'nonce') as Types.NonceOf;
const frameWindowOf = getter(HTMLIFrameElement.prototype, 'contentWindow');
const objectWindowOf = getter(HTMLObjectElement.prototype, 'contentWindow');
export const contentDocumentOf = getter(HTMLIFrameElement.prototype, 'contentDocument');
const objectDocumentOf = getter(HTMLObjectElement.prototype, 'contentDocument');
export const frameElementOf = getter(window, 'frameElement');

/**
 * Returns the window of an embed, or of a frame in a frameset. An embed has no property for it, so all windows in its
 * document are searched.
 */
function windowByElement(element: Element) {
  const view = (found(/^(?:embed|frame)$/, localNameOf(element)) &&
    windowOf(documentOf(element))) as Window | null;
  for (let i = 0, inner; (inner = view?.[i]); i += 1)
    if (maybe(frameElementOf, inner) === element) return inner;
}

/** Returns the window of an iframe, frame, object or embed; undefined or null for any other value. */
export const contentWindowOf = (frame: unknown): Window | null | undefined =>
  maybe(frameWindowOf, frame) ?? maybe(objectWindowOf, frame) ?? maybe(windowByElement, frame);

/** Returns the document that an iframe, frame, object or embed shows, if it has the page's origin. */
export const innerDocument = (frame: unknown): Document | null | undefined =>
  maybe(contentDocumentOf, frame) ??
  maybe(objectDocumentOf, frame) ??
  maybe((it: Element) => (windowByElement(it) as Window).document, frame);

/** Returns the `nodeType` of a node, else undefined. The native getter throws for `null`, which is slow. */
export const kindOf = (value: unknown): number | undefined =>
  value == null ? undefined : maybeIn(nodeType, value);

export const listen = method(EventTarget.prototype, 'addEventListener') as Types.Listen;
export const unlisten = method(EventTarget.prototype, 'removeEventListener') as Types.Listen;
export const dispatch = method(EventTarget.prototype, 'dispatchEvent');
export const targetOf = getter(Event.prototype, 'target');
export const typeOfEvent = getter(Event.prototype, 'type');
export const preventDefault = method(Event.prototype, 'preventDefault');
export const stopEvent = method(Event.prototype, 'stopImmediatePropagation');

export const then = method(Promise.prototype, 'then');
export const sendBeacon = method(Navigator.prototype, 'sendBeacon');
export const loadMedia = method(HTMLMediaElement.prototype, 'load') as (media: Element) => void;
export const removeItem = method(Storage.prototype, 'removeItem');
export const observe = method(MutationObserver.prototype, 'observe');
export const recordsOf = method(MutationObserver.prototype, 'takeRecords');
export const disconnect = method(MutationObserver.prototype, 'disconnect');

const NativeURL = URL;
const hrefOf = getter(URL.prototype, 'href');
export const setTimer = setTimeout.bind(window);
export const clearTimer = clearTimeout.bind(window);
export const nextFrame = requestAnimationFrame.bind(window);
export const { now, parse: parseDate } = Date;
export const toText = String;
export const parseJSON = JSON.parse;
export const toJSON = JSON.stringify;
/**
 * Parses JSON that the gate reads. Its objects have no prototype.
 *
 * Threat: with `Object.prototype.receipt_endpoint = …`, a page or a tracker sets every key that the text does not have.
 */
export const parseData = (text: string) =>
  parseJSON(text, (_, value) => (isRecord(value) ? setPrototypeOf(value, null) : value));
const isRecord = (value: unknown) => typeof value === 'object' && value && !isArray(value);
export const soon = queueMicrotask.bind(window);
export const warn = console.error.bind(console);

/** Removes a node from its parent, if it has one. */
export function removeNode(child: Node) {
  const parent = parentOf(child);
  if (parent) removeChild(parent, child);
}

/** Returns the match of a pattern without flags `g` and `y`, or null. Changes of the page to RegExp have no effect. */
export const exec = method(RegExp.prototype, 'exec');
export const matchAll = method(RegExp.prototype, Symbol.matchAll);
export const replace = method(RegExp.prototype, Symbol.replace) as Types.Replace;
export const toCharacter = String.fromCodePoint;
export const slice = method(String.prototype, 'slice');
export const indexOf = method(String.prototype, 'indexOf');
export const lastIndexOf = method(String.prototype, 'lastIndexOf');
export const toLowerCase = method(String.prototype, 'toLowerCase');

/**
 * Returns whether `pattern` (without flags `g` and `y`) matches `text`. Changes of the page to RegExp have no effect.
 */
export const found = (pattern: RegExp, text: string) => exec(pattern, text) !== null;

/** Returns the text with each match of a pattern replaced. @param pattern with flag `g` or `y` */
export function replaced(pattern: RegExp, text: string, by: (match: RegExpExecArray) => string) {
  let out = '';
  let done = 0;
  for (;;) {
    pattern.lastIndex = done;
    const match = exec(pattern, text);
    if (!match) return out + slice(text, done);
    out += slice(text, done, match.index) + by(match);
    done = pattern.lastIndex;
  }
}

/** Returns `url`, resolved against `base`, as the browser would request it, or null if it is invalid. */
export function absolute(url: string, base?: string) {
  try {
    return hrefOf(new NativeURL(url, base)) as string;
  } catch {
    return null;
  }
}

/** Returns all matching descendants of an element, fragment, shadow root or document. */
export function query(root: ParentNode, selector: string): ArrayLike<Element> {
  const type = nodeType(root);
  if (type === 1) return firstElementChild(root) ? queryElement(root, selector) : NONE;
  if (type === 9) return queryDocument(root, selector);
  return fragmentFirstElementChild(root) ? queryFragment(root, selector) : NONE;
}

/** Replaces all children of an element or shadow root with `fragment`. */
export function replaceChildren(parent: ParentNode, fragment: Node) {
  if (nodeType(parent) === 1) fillElement(parent, fragment);
  else fillFragment(parent, fragment);
}

/** Parses markup as a sibling of `sibling`. Scripts in the result can start. */
export const fragmentBeside = (sibling: Node, html: Types.SinkText): DocumentFragment =>
  parseAt(rangeAround(sibling), html);

const rangeAround = (node: Node) => {
  const range = new NativeRange();
  selectNode(range, node);
  return range;
};

/** Returns a range that starts in an empty element. */
export const rangeIn = (parent: Element) =>
  rangeAround(appendChild(parent, createElement(documentOf(parent), 'i')));

/** Returns the nonce of a script. The content attribute hides it as soon as the element is in a document with a CSP. */
export function scriptNonce(script: Element): string {
  return namespaceOf(script) === HTML ? nonceOf(script) : svgNonce(script);
}

const random = crypto.getRandomValues.bind(crypto);

/** Returns a new id: 128 random bits in hexadecimal. */
export function randomId() {
  let id = '';
  const bytes = random(new Uint8Array(16));
  for (let i = 0; i < bytes.length; i += 1) id += (bytes[i] + 256).toString(16).slice(1);
  return id;
}

export const HTML = 'http://www.w3.org/1999/xhtml';
export const SVG = 'http://www.w3.org/2000/svg';
export const XLINK = 'http://www.w3.org/1999/xlink';
