/**
 * @file Tells listeners of `consentGate.on` and of the document what has happened. Holds are told in a
 * microtask, so that no listener runs in the middle of a DOM operation of the page.
 */

import { apply, dispatch, own, soon } from './primordials.ts';

const listeners: Map<string, Set<Function>> = own(new Map());

/** The events that there are. */
const TYPES = /^(?:change|hold|release|discard|open)$/;

/**
 * @param owner whose function it is, where it is not the page's own
 * @returns whether there is such an event and the listener can be called
 */
export function on(type: unknown, listener: unknown, owner: unknown = listener): boolean {
  if (typeof type !== 'string' || !TYPES.test(type) || typeof owner !== 'function') return false;
  const set = listeners.get(type) ?? own(new Set());
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
      reportError(error); // The listener's own error, reported as the browser reports those of events.
    }
  });
  dispatch(document, new CustomEvent(`consentgate:${type}`, { detail }));
}
