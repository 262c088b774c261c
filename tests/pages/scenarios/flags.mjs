/** @file `async` and `defer` of a released script, while it runs. */
import { insert } from './tags.mjs';

/** Attributes that a running script reads of its element, as text. */
export const FLAGS =
  '((s) => JSON.stringify({ async: s.async, defer: s.defer, names: s.getAttributeNames().join() }))(document.currentScript)';

/** The flags of a script that has a source and no other attribute. */
export const PLAIN = JSON.stringify({ async: false, defer: false, names: 'src' });

/**
 * How a page may make a script, and the flags that the running script then reads.
 * @type {Record<string, [string, object]>}
 */
const MAKINGS = {
  plain: ['', { async: true, defer: false, names: 'src' }],
  'async set': ['s.async = true', { async: true, defer: false, names: 'src,async' }],
  'async attribute': [
    "s.setAttribute('async', '')",
    { async: true, defer: false, names: 'src,async' },
  ],
  'async attribute removed': [
    "s.setAttribute('async', ''); s.removeAttribute('async')",
    { async: false, defer: false, names: 'src' },
  ],
  'async unset': ['s.async = false', { async: false, defer: false, names: 'src' }],
  defer: ['s.defer = true', { async: true, defer: true, names: 'src,defer' }],
  type: ["s.type = 'text/javascript'", { async: true, defer: false, names: 'src,type' }],
};

/** @type {Record<string, import("../support/scenario.mjs").Scenario>} */
export const FLAGGED = Object.fromEntries(
  Object.entries(MAKINGS).map(([name, [make, flags]]) => [
    `currentScript of an inserted script: ${name}`,
    {
      body: ({ url }) => insert(url('a'), make),
      text: { a: `note(${FLAGS});` },
      order: ['a', JSON.stringify(flags)],
    },
  ]),
);
