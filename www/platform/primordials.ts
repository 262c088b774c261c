/**
 * @file The browser's own functions, taken before any other script of the page can replace them.
 *
 * Threat: a page, or a tracker that already runs, may put its own functions on the prototypes,
 * clobber a form's `localName` with an `<input name=localName>`, or restore originals over our hooks.
 * Everything in this folder therefore reads and changes the document through these and nothing else.
 */

export type Realm = Window & typeof globalThis;

export const {
  apply,
  construct,
}: {
  apply(target: any, self: any, args: any): any;
  construct(target: any, args: any, newTarget?: any): any;
} = Reflect;
export const {
  getOwnPropertyDescriptor: descriptorOf,
  defineProperty: define,
  getPrototypeOf,
  setPrototypeOf,
} = Object;
export const { max, min } = Math;
const { isArray } = Array;

export const { from: listFrom } = Array;

/** Whether Web IDL reads a value as a sequence where that is one of several types. */
export const isSequence = (value: any) =>
  typeof value === 'object' && value !== null && typeof value[Symbol.iterator] === 'function';

/** What does nothing. */
export const nothing = () => {};

/** No arguments. */
export const NONE: any = Object.freeze([]);

/**
 * An empty array that only has an index and a length. Threat: a setter on `Array.prototype` or another `push`
 * would swallow what is put into an ordinary one.
 */
export const list = (): any[] => setPrototypeOf([], null);

/** A collection that keeps its own methods when the page replaces those of the prototype. */
export function own<T extends object>(collection: T): T {
  const proto = getPrototypeOf(collection);
  for (const name of ['get', 'set', 'has', 'add', 'delete', 'forEach']) {
    if (name in proto) define(collection, name, { value: proto[name] });
  }
  return collection;
}

const { call } = Function.prototype;

/**
 * `native` as a plain function that takes its `this` first. A bound `call` is what compilers see through: with
 * `Reflect.apply` and an array the same costs several times as much.
 */
export const uncurried: (native: any) => (self: any, ...args: any[]) => any = (
  call.bind as any
).bind(call);

/** The method `name` of `proto` as a plain function that takes its `this` first. */
export const method = (proto: any, name: string | symbol) => uncurried(proto[name]);

/** The getter of `name` on `proto`, or on what it inherits from, as a plain function. */
export function getter(proto: any, name: string): (self: any) => any {
  const descriptor = descriptorOf(proto, name);
  return descriptor ? uncurried(descriptor.get) : getter(getPrototypeOf(proto), name);
}

/** The setter of `name` on `proto` as a plain function. */
export const setter = (proto: any, name: string): ((self: any, value: any) => void) =>
  uncurried((descriptorOf(proto, name) as PropertyDescriptor).set);

/**
 * The global `name`, or undefined where this browser has none.
 *
 * Threat: `<a id=scheduler>` makes a global of that name where the browser has none.
 */
export const optional = (name: string) => descriptorOf(window, name) && (window as any)[name];

/**
 * What `read` gives for `value`; undefined where the browser throws, since `value` is not what `read` is for, or is
 * another origin's. Where it was the page that gave it, the native function throws the same at the page.
 */
export function maybe<V, T>(read: (value: V) => T, value: V) {
  try {
    return read(value);
  } catch {
    return undefined;
  }
}

/**
 * The same for what may be a text as well, which has no such part: a text is the common case in many calls, and makes no
 * error that is only to be caught.
 */
export const maybeIn = <T>(read: (value: any) => T, value: any) =>
  typeof value === 'string' ? undefined : maybe(read, value);

/** The source of a function, whatever the page or the gate did to `toString`. */
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
export const cloneOf = method(node, 'cloneNode');
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
export const setAttribute = method(element, 'setAttribute');
export const setAttributeNS = method(element, 'setAttributeNS');
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
const replaceElementChildren = method(element, 'replaceChildren');
const replaceFragmentChildren = method(DocumentFragment.prototype, 'replaceChildren');
export const firstElementChild = getter(element, 'firstElementChild');
export const nextElementSibling = getter(element, 'nextElementSibling');
const queryElement = method(element, 'querySelectorAll');
const queryFragment = method(DocumentFragment.prototype, 'querySelectorAll');
const queryDocument = method(Document.prototype, 'querySelectorAll');
export const fragmentFirstElementChild = getter(DocumentFragment.prototype, 'firstElementChild');
export const hostOf = getter(ShadowRoot.prototype, 'host');
const clonable = descriptorOf(ShadowRoot.prototype, 'clonable');
/** @param root a shadow root */
export const isClonable = (root: any) =>
  clonable !== undefined && apply(clonable.get as any, root, NONE);
export const attrName = getter(Attr.prototype, 'name');
export const attrNamespace = getter(Attr.prototype, 'namespaceURI');
export const attrValue = getter(Attr.prototype, 'value');
export const attrOwner = getter(Attr.prototype, 'ownerElement');

const doc = Document.prototype;
export const createElement = method(doc, 'createElement');
export const createElementNS = method(doc, 'createElementNS');
export const createFragment = method(doc, 'createDocumentFragment');
export const openDocument = method(doc, 'open');
export const closeDocument = method(doc, 'close');
export const urlOf = getter(doc, 'URL');
export const isHidden = getter(doc, 'hidden');
export const writeDocument = method(doc, 'write');
export const adoptNode = method(doc, 'adoptNode');
export const importNode = method(doc, 'importNode');
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
const createContextualFragment = method(Range.prototype, 'createContextualFragment');

export const isAsync = getter(HTMLScriptElement.prototype, 'async');
export const setAsync = setter(HTMLScriptElement.prototype, 'async');
const textProperty = descriptorOf(HTMLScriptElement.prototype, 'text');
export const setScriptText: (script: any, text: any) => void = (script, text) =>
  namespaceOf(script) === HTML
    ? apply((textProperty as any).set, script, [text])
    : setText(script, text);
const htmlOrSvg = HTMLElement.prototype;
const nonceOf = getter(htmlOrSvg, 'nonce');
export const setNonce = setter(htmlOrSvg, 'nonce');
const svgNonce = getter(SVGElement.prototype, 'nonce');
const frameWindowOf = getter(HTMLIFrameElement.prototype, 'contentWindow');
const objectWindowOf = getter(HTMLObjectElement.prototype, 'contentWindow');
export const contentDocumentOf = getter(HTMLIFrameElement.prototype, 'contentDocument');

const objectDocumentOf = getter(HTMLObjectElement.prototype, 'contentDocument');

const frameElementOf = getter(window, 'frameElement');

/**
 * The window of an embed or of a frame in a frameset, found among those of its document: an embed has no property for it.
 */
function windowByElement(element: Element) {
  const view = found(/^(?:embed|frame)$/, localNameOf(element)) && windowOf(documentOf(element));
  for (let i = 0, inner; (inner = view?.[i]); i += 1)
    if (maybe(frameElementOf, inner) === element) return inner;
}

/** @param frame an iframe, frame, object or embed */
export const contentWindowOf = (frame: any) =>
  maybe(frameWindowOf, frame) ?? maybe(objectWindowOf, frame) ?? maybe(windowByElement, frame);

/** The document that a frame, object or embed shows, where it is the page's own origin's. */
export const innerDocument = (frame: any) =>
  maybe(contentDocumentOf, frame) ??
  maybe(objectDocumentOf, frame) ??
  maybe((it) => windowByElement(it).document, frame);

/** `nodeType` of a node; undefined for what is none. The native getter throws for `null`, which costs microseconds. */
export const kindOf = (value: any) => (value == null ? undefined : maybeIn(nodeType, value));

export const listen = method(EventTarget.prototype, 'addEventListener');
export const unlisten = method(EventTarget.prototype, 'removeEventListener');
export const dispatch = method(EventTarget.prototype, 'dispatchEvent');
export const targetOf = getter(Event.prototype, 'target');
export const typeOfEvent = getter(Event.prototype, 'type');
export const preventDefault = method(Event.prototype, 'preventDefault');
export const stopEvent = method(Event.prototype, 'stopImmediatePropagation');

export const then = method(Promise.prototype, 'then');
export const sendBeacon = method(Navigator.prototype, 'sendBeacon');
export const loadMedia = method(HTMLMediaElement.prototype, 'load');
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
 * Parses JSON that the gate itself reads: its objects have no prototype.
 *
 * Threat: with `Object.prototype.receipt_endpoint = …` a page or a tracker sets every key that a text leaves out.
 */
export const parseData = (text: string) =>
  parseJSON(text, (_, value) => (isRecord(value) ? setPrototypeOf(value, null) : value));
const isRecord = (value: any) => typeof value === 'object' && value && !isArray(value);
export const soon = queueMicrotask.bind(window);
export const warn = console.error.bind(console);

export function removeNode(child: any) {
  const parent = parentOf(child);
  if (parent) removeChild(parent, child);
}

/** The match of a pattern without flags `g` and `y`, whatever the page did to RegExp; null for none. */
export const exec = method(RegExp.prototype, 'exec');
export const matchAll = method(RegExp.prototype, Symbol.matchAll);
export const replace = method(RegExp.prototype, Symbol.replace);
export const toCharacter = String.fromCodePoint;
export const slice = method(String.prototype, 'slice');
export const indexOf = method(String.prototype, 'indexOf');
export const lastIndexOf = method(String.prototype, 'lastIndexOf');
export const toLowerCase = method(String.prototype, 'toLowerCase');

/** Whether `pattern` (without flags `g` and `y`) matches `text`, whatever the page did to RegExp. */
export const found = (pattern: RegExp, text: string) => exec(pattern, text) !== null;

/**
 * Returns the text with each match of a pattern replaced.
 * @param pattern with flag `g` or `y`
 */
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

/** `url` as the browser would request it from `base`, or null where that is no URL. */
export function absolute(url: string, base?: string) {
  try {
    return hrefOf(new NativeURL(url, base)) as string;
  } catch {
    return null;
  }
}

/** Every descendant of an element, fragment, shadow root or document that matches. */
export function query(root: any, selector: string): ArrayLike<Element> {
  const type = nodeType(root);
  if (type === 1) return firstElementChild(root) ? queryElement(root, selector) : NONE;
  if (type === 9) return queryDocument(root, selector);
  return fragmentFirstElementChild(root) ? queryFragment(root, selector) : NONE;
}

/** Puts `fragment` in the place of all children of an element or shadow root. */
export function replaceChildren(parent: any, fragment: DocumentFragment) {
  if (nodeType(parent) === 1) replaceElementChildren(parent, fragment);
  else replaceFragmentChildren(parent, fragment);
}

/** What the browser makes of markup that stands beside `sibling`; scripts in it can still start. */
export const fragmentBeside = (sibling: any, html: any): DocumentFragment =>
  createContextualFragment(rangeAround(sibling), html);

const rangeAround = (node: any) => {
  const range = new NativeRange();
  selectNode(range, node);
  return range;
};

/** Returns a range that starts in an empty element. */
export const rangeIn = (parent: any) =>
  rangeAround(appendChild(parent, createElement(documentOf(parent), 'i')));

/** The nonce of a script, which the content attribute hides once the element is in a document with a CSP. */
export function scriptNonce(script: Element): string {
  return namespaceOf(script) === HTML ? nonceOf(script) : svgNonce(script);
}

const random = crypto.getRandomValues.bind(crypto);

/** A fresh id: 128 random bits in hexadecimal. */
export function randomId() {
  let id = '';
  const bytes = random(new Uint8Array(16));
  for (let i = 0; i < bytes.length; i += 1) id += (bytes[i] + 256).toString(16).slice(1);
  return id;
}

export const HTML = 'http://www.w3.org/1999/xhtml';
export const SVG = 'http://www.w3.org/2000/svg';
export const XLINK = 'http://www.w3.org/1999/xlink';
