/**
 * @file Replaces a function or accessor of a browser prototype. The page sees no difference in name, length, descriptor
 * or `toString`.
 */

import {
  NONE,
  apply,
  define,
  descriptorOf,
  getPrototypeOf,
  frozenMethods,
  setPrototypeOf,
  uncurried,
} from './primordials.ts';
import type {
  Accessor,
  ConstructorBody,
  GetterBody,
  MethodBody,
  PageValue,
  Realm,
  ResultOf,
  SetterBody,
  ValueOf,
} from './types-core.ts';

const originals: WeakMap<Function, Function> = frozenMethods(new WeakMap());

/** Makes `wrapper` look like `native` from outside. */
function disguise<F extends Function>(wrapper: F, native: Function): F {
  originals.set(wrapper, originals.get(native) ?? native); // `native` may be a wrapper.
  setPrototypeOf(wrapper, getPrototypeOf(native)); // A frame's functions belong to the frame's realm.
  define(wrapper, 'length', { value: native.length, configurable: true });
  return wrapper;
}

/** Makes `wrapper` print as `native`. */
export const printAs = (wrapper: Function, native: Function) => void originals.set(wrapper, native);

/** Replaces the value of a property. Does nothing if there is no such property. */
export function put(owner: object, name: string, value: unknown) {
  const descriptor = descriptorOf(owner, name);
  if (descriptor) define(owner, name, { ...descriptor, value });
}

/** Replaces a class. @param name of a class that the realm has */
export function hookClass<K extends string, C extends Function>(
  realm: Record<K, C>,
  name: K,
  construct: ConstructorBody<C>,
) {
  const native = realm[name];
  const wrapper = new Proxy(native, { __proto__: null, construct } as ProxyHandler<C>);
  printAs(wrapper, native);
  put(realm, name, wrapper);
  put(native.prototype, 'constructor', wrapper);
}

/**
 * Replaces a method. Does nothing if the browser does not have it.
 * @param isIrrelevant returns whether the native method can be called at once. It is for methods that pages call in
 * their loops, and that take one or two arguments, none of them optional.
 */
export function hookMethod<T extends object, K extends string>(
  proto: T | null | undefined,
  name: K,
  body: MethodBody<T, ResultOf<T, K>>,
  isIrrelevant?: (self: T, first: PageValue) => boolean,
) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.value) return;
  const native = descriptor.value;
  const wrapper = {
    [name](this: T) {
      return body(native, this, arguments as ArrayLike<PageValue> as PageValue[]);
    },
  }[name];
  descriptor.value = disguise(
    isIrrelevant ? fastWrapper(native, name, body, isIrrelevant) : wrapper,
    native,
  );
  define(proto, name, descriptor);
}

/**
 * Makes a wrapper that passes the arguments separately. A compiler makes one call of that. An object of the arguments
 * would take as long as the native function.
 */
function fastWrapper<T, R>(
  native: (this: T, ...args: PageValue[]) => R,
  name: string,
  body: MethodBody<T, R>,
  isIrrelevant: (self: T, first: PageValue) => boolean,
) {
  const act = uncurried(native);
  const least = native.length;
  return {
    [name](this: T, first: unknown, second: unknown) {
      const given = arguments.length;
      if (given >= least && isIrrelevant(this, first)) return act(this, first, second);
      return body(native, this, given > 1 ? [first, second] : given ? [first] : []);
    },
  }[name];
}

/**
 * Replaces the getter, the setter or both of an accessor. A part that is not given stays native.
 * @param isIrrelevant returns whether a value can be set at once, for a property that pages set in their loops
 */
export function hookAccessor<T extends object, K extends string>(
  proto: T | null | undefined,
  name: K,
  get: GetterBody<T, ValueOf<T, K>> | null,
  set?: SetterBody<T> | null,
  isIrrelevant?: (self: T) => boolean,
) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.get) return;
  const { get: nativeGet, set: nativeSet } = descriptor as Accessor<T, ValueOf<T, K>>;
  const act = isIrrelevant && uncurried(nativeSet);
  const wrapper = descriptorOf(
    {
      get [name](): unknown {
        return get!(nativeGet, this as T);
      },
      set [name](value: PageValue) {
        if (act && isIrrelevant?.(this as T)) act(this as T, value);
        else set!(nativeSet, this as T, value);
      },
    },
    name,
  ) as Required<PropertyDescriptor>;
  if (get) descriptor.get = disguise(wrapper.get, nativeGet);
  if (set && nativeSet) descriptor.set = disguise(wrapper.set, nativeSet);
  define(proto, name, descriptor);
}

/** Makes every replaced function of this realm, this one included, print as the native one. */
export function hookToString(realm: Realm) {
  hookMethod(realm.Function.prototype, 'toString', (native, self) =>
    apply(native, originals.get(self) ?? self, NONE),
  );
}

/** Replaces `window.open`, and `document.open` when it is called like `window.open`. */
export function hookOpen(realm: Realm, body: MethodBody<object, unknown>) {
  hookMethod<object, 'open'>(realm, 'open', body);
  hookMethod<object, 'open'>(realm.Document.prototype, 'open', (native, self, args) =>
    (args.length > 2 ? body : apply)(native, self, args),
  );
}
