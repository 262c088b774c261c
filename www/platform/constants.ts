/** @file The numbers that are passed to the engine. Each group has the same values as an enum in `src/gate`. */

/** The kind of a request (`gate::Kind`). */
export const SCRIPT = 0;
export const IFRAME = 1;
export const IMG = 2;
export const STYLE = 3;
export const FONT = 4;
export const MEDIA = 5;
export const OBJECT = 6;
export const LINK = 7;
export const FETCH = 8;
export const XHR = 9;
export const BEACON = 10;
export const WEBSOCKET = 11;
export const EVENTSOURCE = 12;
export const WORKER = 13;
export const FORM = 14;
export const PING = 15;
export const IMPORT = 16;
export const OTHER = 17;

/** The store (`gate::Store`). */
export const COOKIE = 0;
export const LOCAL = 1;
export const SESSION = 2;
export const INDEXEDDB = 3;
export const CACHE = 4;

/** The result for a stored item, if it is not stored unchanged (`gate::Storing`). */
export const DROP = 1;

/** The queue in which a held request is released (`gate::Lane`). */
export const BLOCKING = 0;
export const DEFERRED = 1;
export const ORDERED = 2;
export const FREE = 3;
export const FRAME = 4;

/** How a released request ended (`gate::Outcome`). */
export const RAN = 0;
export const FAILED = 1;
export const OVERDUE = 2;
