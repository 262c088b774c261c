/**
 * @file Hooks shadow roots that the gate must be able to read although the page cannot: in clones, where the browser
 * would clone them, and closed ones in written HTML.
 */

import { watchLoads } from '../frames/frames.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { NONE, apply, maybe, shadowRootOf } from '../platform/primordials.ts';
import { hasOwnClones, keepClonable, withoutClonable } from '../shadow/clonable.ts';
import { isHidden } from '../shadow/closed-declarative.ts';
import type { Realm } from '../platform/primordials.ts';

export function hookShadowRoots(realm: Realm) {
  const element = realm.Element.prototype;
  const shadow = realm.ShadowRoot.prototype;
  hookMethod(element, 'attachShadow', (native, self, args) => {
    const init = args.length > 0 ? withoutClonable(args[0]) : null;
    if (isHidden(maybe(shadowRootOf, self)) && args[0]?.mode === 'closed')
      args[0] = { ...args[0], mode: 'open' }; // The browser empties the declarative root and returns it.
    const root = apply(native, self, init ? [init] : args);
    if (init) keepClonable(self, root, init);
    watchLoads(root); // Registered before the page can add listeners.
    return root;
  });
  hookAccessor(element, 'shadowRoot', (native, self) => {
    const root = apply(native, self, NONE);
    return isHidden(root) ? null : root;
  });
  hookAccessor(shadow, 'mode', (native, self) => {
    const mode = apply(native, self, NONE);
    return isHidden(self) ? 'closed' : mode;
  });
  hookAccessor(shadow, 'clonable', (native, self) => {
    const clonable = apply(native, self, NONE);
    return clonable || hasOwnClones(self);
  });
}
