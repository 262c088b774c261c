/** @file The numbers that cross into the engine, one table each; their twins are enums in `src/gate`. */

/** What asks (`gate::Kind`). */
export const SCRIPT = 0;
export const IFRAME = 1;
export const IMG = 2;
export const STYLE = 3;
export const FONT = 4;
export const FETCH = 8;
export const XHR = 9;
export const BEACON = 10;
export const WEBSOCKET = 11;
export const EVENTSOURCE = 12;

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
