/**
 * @file Names scripts of the site that fail because a library is held, with what to do about it: one line on the console
 * for each file.
 */

import { ask } from './decide.js';
import { exec, indexOf, listen, maybe, own, slice, toJSON, urlOf, warn } from './natives.js';

/** Files that have been named. @type {Set<string>} */
const named = own(new Set());

/** Listens to errors that nothing has caught. */
export const hintAtErrors = () =>
  listen(window, 'error', (/** @type {ErrorEvent} */ event) => maybe(hint, event));

/** @param {ErrorEvent} event */
function hint({ message, filename, lineno }) {
  const [file] = exec(/^[^?#]*/, filename) ?? [''];
  const vendor = named.has(file) ? '' : ask('missing', message, filename);
  if (!vendor) return;
  named.add(file);
  warn(
    `Consent Gate: ${file}:${lineno} fails because "${vendor}" is held (${message}). ${cure(file, vendor)}`,
  );
}

/**
 * @param {string} file
 * @param {string} vendor
 */
function cure(file, vendor) {
  const page = exec(/^[^?#]*/, urlOf(document))?.[0];
  if (file === page)
    return `To let the inline script wait, add data-consent="${vendor}" to its tag.`;
  const origin = `${location.origin}/`;
  const src = indexOf(file, origin) === 0 ? slice(file, origin.length - 1) : file;
  return `To let the file wait, add to the config: "dependents": [${toJSON({ src, vendor })}]`;
}
