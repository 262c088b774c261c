/**
 * @file Frames that the page navigates through their window: `contentWindow.location = url`.
 *
 * Threat: `location` and its parts cannot be replaced in any realm, and a frame that still shows its initial
 * empty document fires no `navigate` event. So for as long as a frame shows that document, the page gets a
 * stand-in for its window, which passes everything through but a navigation to what is held.
 */

/**
 * @param {any} frame
 * @param {any} inner
 */
export const steered = (frame, inner) => inner;
