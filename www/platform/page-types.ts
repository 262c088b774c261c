/** @file Types of a realm's members that lib.dom does not declare, and of proxy handlers. */

import type { Realm } from './types-core.ts';

/** The interfaces of a realm by name. Which of them exist depends on the browser. */
export type Interfaces<T extends object = object> = Record<string, { prototype: T } | undefined>;

/** A realm with the globals that only some browsers have. */
export type RareRealm = Realm & {
  BackgroundFetchManager?: { prototype: object };
  DocumentPictureInPicture?: { prototype: object };
  documentPictureInPicture?: EventTarget | null;
  FetchLaterResult?: { prototype: object };
};

/** The event of a picture-in-picture window that opens. */
export interface PictureInPictureEvent extends Event {
  readonly window: Realm;
}

/**
 * A proxy handler that inherits no traps.
 *
 * Threat: the page puts a trap on `Object.prototype`.
 */
export type BareHandler<T extends object> = ProxyHandler<T> & { __proto__: null };
