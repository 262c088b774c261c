/** @file Types for the hooks: values of the page, bodies of hooks, and what lib.dom does not declare of a realm. */

import type { Realm } from './primordials.ts';

export type { Realm };

/**
 * A value as the page has passed it to a native function, or returns it from a getter. It may be everything, and the
 * native function converts it or refuses it. This is the only alias for such values.
 */
export type PageValue = any;

/** Markup as a native function takes it: a text, or a TrustedHTML object. */
export type SinkText = string | { toString(): string; toJSON(): string };

/** A native method: its receiver, arguments and result. */
export type Native<T, A extends readonly unknown[], R> = (this: T, ...args: A) => R;

/** What is called in the place of a native method. */
export type MethodBody<T, R> = (
  native: Native<T, PageValue[], R>,
  self: T,
  args: PageValue[],
) => unknown;

/** What is called in the place of a native getter. */
export type GetterBody<T, V> = (native: (this: T) => V, self: T) => unknown;

/** The interfaces of a realm by name. Which of them there are depends on the browser. */
export type Interfaces<T extends object = object> = Record<string, { prototype: T } | undefined>;

/** A realm with the globals that only some browsers have. */
export type RareRealm = Realm & {
  BackgroundFetchManager?: { prototype: object };
  DocumentPictureInPicture?: { prototype: object };
  documentPictureInPicture?: EventTarget | null;
  FetchLaterResult?: { prototype: object };
};

/** The event that tells of a picture-in-picture window. */
export interface PictureInPictureEvent extends Event {
  readonly window: Realm;
}

/** A handler of a proxy that inherits no traps: the page could put one on `Object.prototype`. */
export type BareHandler<T extends object> = ProxyHandler<T> & { __proto__: null };
