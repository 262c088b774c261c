/**
 * @file Types of the browser's functions in `primordials.ts` and `patch.ts`, and types that lib.dom does not declare.
 */

/** The window of a page or of a frame, with the constructors of its realm. */
export type Realm = Window & typeof globalThis;

/** A function of the browser that takes its receiver from `apply`. */
export type Native<S, A extends readonly unknown[], R> = (this: S, ...args: A) => R;

/**
 * The getter of `K` as a plain function. A more exact receiver gives a more exact value: `ownerDocument` of an element
 * is never null. `maybe` infers from the second signature.
 */
export type Getter<T, K extends keyof T> = (<S extends T>(self: S) => S[K]) & ((self: T) => T[K]);

/** A method as a plain function that takes its receiver first. */
export type Uncurried<S, F> = F extends (...args: never[]) => unknown
  ? (self: S, ...args: Parameters<F>) => ReturnType<F>
  : never;

/**
 * Makes a plain function of a native one. If the native one comes from a descriptor, the caller gives the type of the
 * result.
 */
export interface Uncurry {
  <S, A extends unknown[], R>(native: (this: S, ...args: A) => R): (self: S, ...args: A) => R;
  <F>(native: unknown): F;
}

/** The result type of the method `K` of `T`, if `K` is known at compile time. */
export type ResultOf<T, K> = K extends keyof T
  ? T[K] extends (...args: infer _) => infer R
    ? R
    : T[K]
  : unknown;

/** The type of the attribute `K` of `T`. */
export type ValueOf<T, K> = K extends keyof T ? T[K] : unknown;

/**
 * A value as the page passed it to a browser function. It may have any type, whatever the function's signature is: the
 * native function converts it, or throws. This is the only alias for such values.
 */
export type PageValue = any;

/** The body of a hook for a method. It gets the native method, the receiver, and the page's arguments. */
export type MethodBody<T, R> = (
  native: Native<T, PageValue[], R>,
  self: T,
  args: PageValue[],
) => unknown;

/** The body of a hook for a constructor. `target` is `new.target`. */
export type ConstructorBody<C extends Function = Function> = (
  native: C,
  args: PageValue[],
  target: Function,
) => object;

/** The body of a hook for reading an attribute of an interface. */
export type GetterBody<T, V> = (native: (this: T) => V, self: T) => unknown;

/** The body of a hook for setting an attribute of an interface. */
export type SetterBody<T> = (
  native: (this: T, value: PageValue) => void,
  self: T,
  value: PageValue,
) => void;

/** The descriptor of an accessor. The setter is missing if the attribute is read-only. */
export type Accessor<T, V> = {
  get: (this: T) => V;
  set: (this: T, value: PageValue) => void;
};

/** `document.createElement`, with the interface that belongs to the name. */
export interface CreateElement {
  <K extends keyof HTMLElementTagNameMap>(document: Document, name: K): HTMLElementTagNameMap[K];
  (document: Document, name: string): HTMLElement;
}

/** `cloneNode`. The copy has the interface of the original. */
export type CloneNode = <N extends Node>(node: N, deep?: boolean) => N;

/** `addEventListener` and `removeEventListener`. The listener's parameter determines the interface of the event. */
export type Listen = <E extends Event>(
  target: EventTarget,
  type: string,
  listener: ((event: E) => unknown) | EventListenerObject,
  options?: boolean | AddEventListenerOptions,
) => void;

/** `register` of a service worker container */
export type RegisterWorker = (
  container: ServiceWorkerContainer,
  url: SinkText,
) => Promise<ServiceWorkerRegistration>;

/** `setAttribute` */
export type SetAttribute = (element: Element, name: string, value: SinkText) => void;

/** `importNode` and `adoptNode`. The result has the interface of the given node. */
export type TakeNode = <N extends Node>(document: Document, node: N, deep?: boolean) => N;

/** `parseFromString` */
export type ParseText = (
  parser: DOMParser,
  text: SinkText,
  type: DOMParserSupportedType,
) => Document;

/** `setAttributeNS` */
export type SetAttributeNS = (
  element: Element,
  namespace: string | null,
  name: string,
  value: SinkText,
) => void;

/** The setter of `K` as a plain function. A sink for a Trusted Type converts its value. */
export type Setter<T, K extends keyof T> = (self: T, value: T[K] | SinkText) => void;

/** The getter of `nonce`. It throws for an element of another namespace. */
export type NonceOf = (script: Element) => string;

/** `querySelectorAll` */
export type Query = (root: ParentNode, selector: string) => NodeListOf<Element>;

/** `replaceChildren` */
export type SetChildren = (parent: ParentNode, ...nodes: Node[]) => void;

/** `firstElementChild` */
export type FirstElement = (parent: ParentNode) => Element | null;

/** The getter of `async`. It throws for an element that is not an HTML script. */
export type IsAsync = (script: Element) => boolean;

/** The setter of `async`. It throws for an element that is not an HTML script. */
export type SetAsync = (script: Element, value: boolean) => void;

/** `document.write` */
export type WriteDocument = (document: Document, ...texts: SinkText[]) => void;

/** `createContextualFragment` */
export type CreateFragment = (range: Range, html: SinkText) => DocumentFragment;

/** `RegExp.prototype[Symbol.replace]` */
export type Replace = (
  pattern: RegExp,
  text: string,
  by: string | ((match: string, ...groups: string[]) => string),
) => string;

/** TrustedHTML, TrustedScript or TrustedScriptURL, which lib.dom does not declare. */
export interface TrustedType {
  toString(): string;
  toJSON(): string;
}

/** A value for a Trusted Types sink, such as `innerHTML` or the `src` of a script. */
export type SinkText = string | TrustedType;

/** The globals of a window, with those that only some browsers have. */
export type Globals = Realm & {
  trustedTypes: TrustedTypes;
  /** Only Firefox has it. */
  mozInnerScreenX: number;
  /** Only Chromium has it. */
  webkitRequestFileSystem: Function;
};

/** Global Privacy Control, which only some browsers have. */
export interface PrivacyNavigator extends Navigator {
  globalPrivacyControl?: boolean;
}

/** The type of an empty array. It is assignable to a list of any element type, and means no arguments. */
export type Empty = never[] & [];

/** `window.trustedTypes` */
export interface TrustedTypes {
  readonly defaultPolicy: object | null;
  createPolicy(name: string, rules: Record<string, (value: string) => string>): TrustedTypePolicy;
  getAttributeType(tag: string, attribute: string): string | null;
  isHTML(value: unknown): value is TrustedType;
  isScript(value: unknown): value is TrustedType;
  isScriptURL(value: unknown): value is TrustedType;
}

/** A policy that makes every kind of Trusted Type. */
export interface TrustedTypePolicy {
  createHTML(value: string): TrustedType;
  createScript(value: string): TrustedType;
  createScriptURL(value: string): TrustedType;
}
