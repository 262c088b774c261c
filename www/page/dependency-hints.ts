/**
 * @file Reports scripts of the site that fail because a library is held, and the remedy: one line on the console for
 * each file.
 */

import { ask } from '../engine/engine.ts';
import {
  exec,
  indexOf,
  listen,
  maybe,
  frozenMethods,
  slice,
  toJSON,
  urlOf,
  warn,
} from '../platform/primordials.ts';

/** Files that have been reported. */
const named: Set<string> = frozenMethods(new Set());

/** Listens to uncaught errors. */
export const hintAtErrors = () =>
  listen(window, 'error', (event: ErrorEvent) => maybe(hint, event));

function hint({ message, filename, lineno }: ErrorEvent) {
  const [file] = exec(/^[^?#]*/, filename) ?? [''];
  const vendor = named.has(file) ? '' : ask('missing', message, filename);
  if (!vendor) return;
  named.add(file);
  warn(
    `Consent Gate: ${file}:${lineno} fails because "${vendor}" is held (${message}). ${cure(file, vendor)}`,
  );
}

function cure(file: string, vendor: string) {
  const page = exec(/^[^?#]*/, urlOf(document))?.[0];
  if (file === page)
    return `To let the inline script wait, add data-consent="${vendor}" to its tag.`;
  const origin = `${location.origin}/`;
  const src = indexOf(file, origin) === 0 ? slice(file, origin.length - 1) : file;
  return `To let the file wait, add to the config: "dependents": [${toJSON({ src, vendor })}]`;
}
