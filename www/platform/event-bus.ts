/**
 * @file Notifies listeners of `consentGate.on` and of the document. Listeners for `hold`, `release` and `discard` are
 * called in a microtask. So no listener runs in the middle of a DOM operation of the page.
 */

import { apply, dispatch, frozenMethods, soon } from './primordials.ts';

const listeners: Map<string, Set<Function>> = frozenMethods(new Map());

/** The types of events. */
const TYPES = /^(?:change|hold|release|discard|open)$/;

/**
 * @param owner the function that the page passed, if `listener` wraps it
 * @returns whether this type exists and the listener is a function
 */
export function on(type: unknown, listener: unknown, owner: unknown = listener): boolean {
  if (typeof type !== 'string' || !TYPES.test(type) || typeof owner !== 'function') return false;
  const set = listeners.get(type) ?? frozenMethods(new Set());
  listeners.set(type, set.add(listener as Function));
  return true;
}

export function announce(type: string, detail: unknown) {
  if (type === 'change' || type === 'open') tell(type, detail);
  else soon(() => tell(type, detail));
}

function tell(type: string, detail: unknown) {
  listeners.get(type)?.forEach((listener) => {
    try {
      apply(listener, undefined, [detail]);
    } catch (error) {
      reportError(error); // An error of the listener is reported as browsers report errors of event listeners.
    }
  });
  dispatch(document, new CustomEvent(`consentgate:${type}`, { detail }));
}
