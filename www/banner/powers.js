/**
 * @file What the gate lends to the question, and nobody else gets: choosing in the visitor's name, and listening with
 * the browser's own function. Only the visitor's own events have an effect.
 *
 * Threat: a page may replace `addEventListener` to catch our listeners and call them with an event of its own. So they
 * are registered with the function that the gate took before any other script ran, and every event must be trusted.
 */

/**
 * @typedef {object} Powers
 * @property {(verb: string, ids: string[], method: string, shown: object) => void} choose
 * @property {{ placeOf: (ticket: number) => Document | null | undefined, once: (ticket: number) => void, onEmptied: (tell: (ticket: number) => void) => void }} embeds
 * @property {(target: EventTarget, type: string, listener: (event: any) => void) => void} listen
 * @property {{ config: Record<string, any>, fileUrl: (name: string) => string }} settings
 */

/** @type {Powers} */
let powers;

/** The gate's public side, which no page can replace. */
export const gate = /** @type {any} */ (window).consentGate;

/** @param {Powers} given */
export function take(given) {
  powers = given;
}

/** The site's config as it wrote it. */
export const config = () => powers.settings.config;

/** @param {string} name a file of `dist/` */
export const fileUrl = (name) => powers.settings.fileUrl(name);

/** The texts by which the visitor is asked: their language, and what they hash to. */
let shown = {};

/** @param {object} texts */
export const showing = (texts) => void (shown = texts);

/** @param {string} verb @param {string[]} ids @param {string} method */
export const choose = (verb, ids, method) => powers.choose(verb, ids, method, shown);

/** Held frames, and letting one of them load. */
export const embeds = () => powers.embeds;

/** @type {Powers['listen']} */
export const listen = (target, type, listener) => powers.listen(target, type, listener);

/**
 * Calls `act` when the visitor presses this; a click that code makes is undone.
 * @param {Element} element
 * @param {() => void} act
 */
export function onPress(element, act) {
  listen(element, 'click', (/** @type {MouseEvent} */ event) => {
    if (event.isTrusted) act();
    else event.preventDefault();
  });
}

/** One line for the site's developers. @param {string} line */
export const complain = (line) => console.error(`Consent Gate: ${line}`);
