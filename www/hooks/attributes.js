/**
 * @file Every way to change an attribute that makes a script or frame start, by property and by method; those
 * by attribute node are in `attribute-nodes.js`. While an element is held, what HTML has already read of it is
 * written to its twin.
 */

import { seen } from '../book.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { change, startableTag } from '../meet-change.js';
import { NONE, apply, hasAttribute, method, own } from '../natives.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** Interface → its properties that name what is loaded. */
const SOURCES = {
  HTMLScriptElement: ['src'],
  HTMLIFrameElement: ['src', 'srcdoc'],
  HTMLFrameElement: ['src'],
};

/** Method → where the attribute's name stands among its arguments. */
const SETTERS = { setAttribute: 0, setAttributeNS: 1 };
const REMOVERS = { removeAttribute: 0, removeAttributeNS: 1 };

/** @param {Realm} realm */
export function hookAttributes(realm) {
  hookProperties(realm);
  hookAnimatedHref(realm);
  hookMethods(realm.Element.prototype);
}

/**
 * The value as the browser would convert it, once: what is judged is what native code gets. Trusted Types
 * pass as they are; a symbol is left for the native function to refuse.
 * @param {any} value
 */
function converted(value) {
  if (typeof value === 'string' || typeof value === 'symbol' || isTrusted(value)) return value;
  return `${value}`;
}

const types = /** @type {any} */ (globalThis).trustedTypes;
const isTrustedURL = types && method(types, 'isScriptURL');
const isTrustedHTML = types && method(types, 'isHTML');

/** @param {any} value */
const isTrusted = (value) => types && (isTrustedURL(types, value) || isTrustedHTML(types, value));

/** @param {any} realm */
function hookProperties(realm) {
  for (const [name, properties] of Object.entries(SOURCES)) {
    for (const property of properties) {
      const read = (/** @type {any} */ native, /** @type {any} */ self) =>
        apply(native, seen(self), NONE);
      hookAccessor(realm[name]?.prototype, property, read, (native, self, given) => {
        const value = startableTag(self) ? converted(given) : given;
        change(self, property, value, (target) => apply(native, target, [value]));
      });
    }
  }
}

/**
 * `svgScript.href.baseVal = url`. The string object does not know its element, so the getter of `href` tells.
 * @param {any} realm
 */
function hookAnimatedHref({ SVGScriptElement, SVGAnimatedString }) {
  /** @type {WeakMap<object, Element>} */
  const owners = own(new WeakMap());
  hookAccessor(SVGScriptElement.prototype, 'href', (native, self) => {
    const animated = apply(native, self, NONE);
    owners.set(animated, self);
    return animated;
  });
  hookAccessor(SVGAnimatedString.prototype, 'baseVal', null, (native, self, given) => {
    const script = owners.get(self);
    const value = script ? converted(given) : given;
    const act = () => apply(native, self, [value]);
    if (script) change(script, 'href', value, act);
    else act();
  });
}

/** @param {any} self */
const isIdle = (self) => !startableTag(self);

/** The two that pages call in their loops. @type {Record<string, typeof isIdle>} */
const IDLE = { setAttribute: isIdle, removeAttribute: isIdle };

/** @param {any} element the prototype */
function hookMethods(element) {
  for (const [name, at] of Object.entries(SETTERS)) {
    hookMethod(
      element,
      name,
      (native, self, args) => {
        if (args.length < at + 2 || !startableTag(self)) return apply(native, self, args);
        args[at] = `${args[at]}`;
        args[at + 1] = converted(args[at + 1]);
        return change(self, args[at], args[at + 1], (target) => apply(native, target, args));
      },
      IDLE[name],
    );
  }
  for (const [name, at] of Object.entries(REMOVERS)) {
    hookMethod(
      element,
      name,
      (native, self, args) => {
        if (args.length <= at || !startableTag(self)) return apply(native, self, args);
        args[at] = `${args[at]}`;
        return change(self, args[at], null, (target) => apply(native, target, args));
      },
      IDLE[name],
    );
  }
  hookMethod(element, 'toggleAttribute', (native, self, args) => {
    if (args.length < 1 || !startableTag(self)) return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    const present = hasAttribute(seen(self), name);
    const wanted = args[1] === undefined ? !present : Boolean(args[1]);
    if (present === wanted) return wanted;
    return change(self, name, wanted ? '' : null, (target) =>
      apply(native, target, [name, wanted]),
    );
  });
}
