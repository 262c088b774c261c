/**
 * @file Functions that the gate gives to the banner only: choosing in the visitor's name, and listening with the native
 * function. Only trusted events have an effect.
 *
 * Threat: a page may replace `addEventListener` to get the banner's listeners and call them with an event that it
 * makes. So they are registered with the function that the gate read before other scripts ran, and every event must be
 * trusted.
 */

import type { ConsentGate } from '../consent-gate.d.ts';

/** An element that the visitor presses: a button of the banner, or a switch. */
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

/** The keys of the site's config that the banner reads. The site may have written any value for each. */
interface SiteConfig {
  banner?: unknown;
  language?: unknown;
  vendors?: unknown;
}

/** The property of `consentGate` that passes the functions. It answers the banner's file only. */
interface Lender {
  'consent-gate-banner'?: (attach: (given: Powers, now: boolean) => { open: () => void }) => void;
}

let capabilities: Powers;
/** True if the preferences are to be opened at once. */
let wanted = false;
let open = () => {
  wanted = true;
};

/** The gate's public object, which the page cannot replace. */
export const gate: ConsentGate & Lender = window.consentGate;

// Threat: a page puts getters on globals and makes the gate's only call from one of them. So this is the first
// statement of the file, and it reads only values that the page cannot redefine.
gate?.['consent-gate-banner']?.((given, now) => {
  capabilities = given;
  wanted = now;
  return { open: () => open() };
});

export const hasCapabilities = () => capabilities !== undefined;

export const isWanted = () => wanted;

/** @param act opens the preferences from now on */
export const answerWith = (act: () => void) => void (open = act);

/** Returns the config as the site wrote it. */
export const config = () => capabilities.settings.config;

/** @param name a file of `dist/` */
export const fileUrl = (name: string) => capabilities.settings.fileUrl(name);

/** The language and the hash of the texts that the visitor sees. */
let shown = {};

export const showing = (texts: object) => void (shown = texts);

export const choose = (verb: string, ids: string[], method: string) =>
  capabilities.choose(verb, ids, method, shown);

/** Returns the functions for held frames. */
export const embeds = () => capabilities.embeds;

/** Listens with the native function. An error of a listener is one line on the console. */
export const listen = <E extends Event>(
  target: EventTarget,
  type: string,
  listener: (event: E) => void,
) =>
  capabilities.listen(target, type, (event: E) => {
    try {
      listener(event);
    } catch (error) {
      reportProblem(`the banner's ${type} failed; please report this: ${error}`);
    }
  });

/** Calls `act` when the visitor presses the element. A click that code makes is canceled. */
export const onPress = (element: Pressable, act: () => void) =>
  capabilities.presses.on(element, () => {
    try {
      if (!isProxied(element)) act();
    } catch (error) {
      reportProblem(`a button of the banner failed; please report this: ${error}`);
    }
  });

/** Keeps the visitor's presses in this shadow root from the page. @param view the window in which the root is shown */
export const guard = (root: ShadowRoot, view: Window) => capabilities.presses.guard(root, view);

/**
 * Returns whether a click on another element may have activated this button.
 *
 * Threat: a page puts a label around a button of the banner, or makes it the default button of a form. The browser then
 * turns the visitor's click on the label, or Enter in a field, into a trusted click on the button.
 */
const isProxied = (element: Pressable) =>
  element.localName === 'button' && (element.form !== null || element.labels!.length > 0);

/** Prints one line for the site's developers. */
export const reportProblem = (line: string) => console.error(`Consent Gate: ${line}`);
