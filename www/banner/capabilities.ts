/**
 * @file What the gate lends to the question, and nobody else gets: choosing in the visitor's name, and listening with
 * the browser's own function. Only the visitor's own events have an effect.
 *
 * Threat: a page may replace `addEventListener` to catch our listeners and call them with an event of its own. So they
 * are registered with the function that the gate took before other scripts ran, and every event must be trusted.
 */

import type { ConsentGate } from '../consent-gate.d.ts';

/** What a visitor presses: a button of ours, or a switch. */
type Pressable = HTMLButtonElement | HTMLInputElement;

interface Powers {
  choose: (verb: string, ids: string[], method: string, shown: object) => void;
  embeds: {
    placeOf: (ticket: number) => Document | null | undefined;
    once: (ticket: number) => void;
    onEmptied: (tell: (ticket: number) => void) => void;
  };
  listen: <E extends Event>(
    target: EventTarget,
    type: string,
    listener: (event: E) => void,
  ) => void;
  presses: {
    on: (button: Element, act: () => void) => void;
    guard: (root: ShadowRoot, view: Window) => void;
  };
  settings: { config: SiteConfig; fileUrl: (name: string) => string };
}

/** The keys of the site's config that the banner reads. The site may have written anything under each. */
interface SiteConfig {
  banner?: unknown;
  language?: unknown;
  vendors?: unknown;
}

/** The property of `consentGate` that hands over the powers. Its function answers the banner's file only. */
interface Lender {
  'consent-gate-banner'?: (attach: (given: Powers, now: boolean) => { open: () => void }) => void;
}

let powers: Powers;
/** Whether the preferences are to be opened at once. */
let wanted = false;
let open = () => {
  wanted = true;
};

/** The gate's public side, which no page can replace. */
export const gate: ConsentGate & Lender = window.consentGate;

// Threat: a page puts getters on globals and makes the gate's one call itself from within one of them. So this is the
// first statement of the file, and it reads only what the page cannot redefine.
gate?.['consent-gate-banner']?.((given, now) => {
  powers = given;
  wanted = now;
  return { open: () => open() };
});

export const isLent = () => powers !== undefined;

export const isWanted = () => wanted;

/** @param act opens the preferences from now on */
export const answerWith = (act: () => void) => void (open = act);

/** The site's config as it wrote it. */
export const config = () => powers.settings.config;

/** @param name a file of `dist/` */
export const fileUrl = (name: string) => powers.settings.fileUrl(name);

/** The texts by which the visitor is asked: their language, and what they hash to. */
let shown = {};

export const showing = (texts: object) => void (shown = texts);

export const choose = (verb: string, ids: string[], method: string) =>
  powers.choose(verb, ids, method, shown);

/** Held frames, and letting one of them load. */
export const embeds = () => powers.embeds;

/** Listens with the browser's own function. What fails, fails with one line. */
export const listen = <E extends Event>(
  target: EventTarget,
  type: string,
  listener: (event: E) => void,
) =>
  powers.listen(target, type, (event: E) => {
    try {
      listener(event);
    } catch (error) {
      complain(`the banner's ${type} failed; please report this: ${error}`);
    }
  });

/** Calls `act` when the visitor presses this. A click that code makes is undone. */
export const onPress = (element: Pressable, act: () => void) =>
  powers.presses.on(element, () => {
    try {
      if (!isProxied(element)) act();
    } catch (error) {
      complain(`a button of the banner failed; please report this: ${error}`);
    }
  });

/**
 * Keeps the visitor's presses in this shadow root from the page.
 * @param view the window in which it stands
 */
export const guard = (root: ShadowRoot, view: Window) => powers.presses.guard(root, view);

/**
 * Whether a click on something else can have activated this button.
 *
 * Threat: a page puts a label around a button of ours, or makes it the default button of a form. The browser then turns
 * the visitor's click on the label, or Enter in a field, into a trusted click on the button.
 */
const isProxied = (element: Pressable) =>
  element.localName === 'button' && (element.form !== null || element.labels!.length > 0);

/** One line for the site's developers. */
export const complain = (line: string) => console.error(`Consent Gate: ${line}`);
