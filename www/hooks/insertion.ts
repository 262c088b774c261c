/**
 * @file Hooks every DOM method that can insert a node into a document. `hold/around-insertion.ts` holds requests of the
 * nodes around the native call, which gets the page's arguments.
 */

import { NONE, apply, found, getter, kindOf, maybe, parentOf } from '../platform/primordials.ts';
import { converted } from '../platform/webidl.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import {
  isIrrelevantArrival,
  isIrrelevantInsertion,
  isIrrelevantPlace,
} from '../hold/fast-path.ts';
import { insertion } from '../hold/around-insertion.ts';
import type { Interfaces } from '../platform/page-types.ts';
import type { Native, PageValue, Realm } from '../platform/types-core.ts';

/** Interface → its methods that insert a node into `this`. */
const NODE_METHODS = {
  Node: ['appendChild', 'insertBefore', 'replaceChild'],
  Element: ['moveBefore'],
  Document: ['moveBefore'],
  DocumentFragment: ['moveBefore'],
  HTMLSelectElement: ['add'],
};

/** Interface → its methods that insert nodes and strings. They convert other values to strings. */
const MIXED_METHODS = {
  Element: ['append', 'prepend', 'replaceChildren', 'before', 'after', 'replaceWith'],
  Document: ['append', 'prepend', 'replaceChildren'],
  DocumentFragment: ['append', 'prepend', 'replaceChildren'],
  CharacterData: ['before', 'after', 'replaceWith'],
  DocumentType: ['before', 'after', 'replaceWith'],
};

/** Interface → its properties that insert the assigned node. */
const PROPERTIES = {
  Document: ['body'],
  HTMLTableElement: ['caption', 'tHead', 'tFoot'],
};

/** Properties that set the text of a script, which prepares a script that has not started. */
const TEXTS = ['text', 'textContent', 'innerText'];

export function hookInsertion(realm: Realm) {
  const interfaces = realm as object as Interfaces;
  const plain = <T>(native: Native<T, PageValue[], unknown>, self: T, args: PageValue[]) =>
    insertion(self, args, () => apply(native, self, args));
  for (const [name, methods] of Object.entries(NODE_METHODS)) {
    for (const method of methods)
      hookMethod(
        interfaces[name]!.prototype,
        method,
        plain,
        name === 'Node' ? isIrrelevantInsertion : undefined,
      );
  }
  for (const [name, methods] of Object.entries(MIXED_METHODS)) {
    for (const method of methods) {
      const beside = found(/^(?:before|after|replaceWith)$/, method);
      hookMethod(interfaces[name]!.prototype, method, (native, self, args) => {
        if (areIdle(self, args, beside)) return apply(native, self, args);
        convertOthers(args);
        return plain(native, self, args);
      });
    }
  }
  hookMethod(realm.Element.prototype, 'insertAdjacentElement', (native, self, args) => {
    if (args.length > 1) args[0] = converted(args[0]);
    return plain(native, self, args);
  });
  hookMethod(realm.HTMLOptionsCollection.prototype, 'add', (native, self, args) =>
    insertion(realm.document, args, () => apply(native, self, args)),
  );
  for (const [name, properties] of Object.entries(PROPERTIES)) {
    for (const property of properties) {
      hookAccessor(interfaces[name]?.prototype, property, null, (native, self, value) =>
        insertion(self, [value], () => apply(native, self, [value])),
      );
    }
  }
  for (const text of TEXTS) {
    hookAccessor(realm.HTMLScriptElement.prototype, text, null, (native, self, value) =>
      insertion(self, NONE, () => apply(native, self, [value])),
    );
  }
  hookRange(realm);
  hookTexts(realm);
}

/** Hooks methods that insert a text into or beside `this`. */
function hookTexts({ Element, HTMLElement, Text }: Realm) {
  hookMethod(Element.prototype, 'insertAdjacentText', (native, self, args) => {
    if (args.length > 1) convertOthers(args);
    return insertion(self, args, () => apply(native, self, args));
  });
  hookMethod(Text.prototype, 'splitText', (native, self, args) =>
    insertion(self, NONE, () => apply(native, self, args)),
  );
  hookAccessor(HTMLElement.prototype, 'outerText', null, (native, self, value) => {
    const args = [value];
    insertion(self, args, () => apply(native, self, args));
  });
}

/**
 * Returns whether nothing can start when these nodes and strings are inserted.
 * @param beside whether they are inserted into the parent of `place`
 */
function areIdle(place: object, arriving: PageValue[], beside: boolean) {
  const parent = beside ? maybe(parentOf, place) : place;
  if (!parent || !isIrrelevantPlace(parent)) return false;
  for (let i = 0; i < arriving.length; i += 1)
    if (typeof arriving[i] !== 'string' && !isIrrelevantArrival(parent, arriving[i])) return false;
  return true;
}

/**
 * Converts values that are not nodes to strings before the nodes are checked. The conversion may run code of the page.
 */
function convertOthers(args: PageValue[]) {
  for (let i = 0; i < args.length; i += 1) {
    if (typeof args[i] === 'object' && args[i] !== null && !kindOf(args[i]))
      args[i] = converted(args[i]);
  }
}

function hookRange({ Range: { prototype } }: Realm) {
  const startOf = getter(prototype, 'startContainer');
  for (const name of ['insertNode', 'surroundContents']) {
    const surrounds = name !== 'insertNode';
    hookMethod(prototype, name, (native, self, args) => {
      const place = maybe(startOf, self) ?? null;
      const act = () => apply(native, self, args);
      return insertion(place, args, act, surrounds ? args[0] : place);
    });
  }
}
