/** @file Types of event listeners, for the worker's files. */

/** A listener as `addEventListener` takes it. */
type Handler = EventListener;

/** The arguments of `addEventListener`. */
type Arguments = Parameters<EventTarget['addEventListener']>;
