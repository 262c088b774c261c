/**
 * @file Differences that docs/limits.md lists as visible, and one of chance, each with its name. No other difference is
 * ignored.
 */

/** @typedef {import('./compare.mjs').Difference} Difference */
/** @typedef {import('./generate.mjs').Case} Case */

/**
 * @typedef {object} Row
 * @property {string} name a short form of the entry in docs/limits.md
 * @property {import('./generate.mjs').Mode} [mode] any without it
 * @property {(difference: Difference, given: Case) => boolean} test
 */

/** @type {Row[]} */
export const DOCUMENTED = [
  {
    name: 'mutation records of holding and releasing',
    mode: 'tracked',
    test: ({ kind }) => /^(released )?later record$|^(value of|events in) take-records$/.test(kind),
  },
  {
    name: 'sources of released elements come back behind other attributes, and a style attribute as the browser writes it',
    mode: 'tracked',
    test: ({ kind, ...texts }) =>
      kind === 'released tree' && canonical(texts.without) === canonical(texts.with),
  },
  {
    name: 'an empty frame is born with another URL: its `src` changes, and one of markup is put in once more',
    test: ({ kind, ...texts }) =>
      /record|take-records/.test(kind) &&
      `${texts.without}\n${texts.with}`
        .split('\n')
        .every((line) => line === '' || line.includes('IFRAME')),
  },
  {
    name: 'frames from markup are inserted a second time: a syntax error in their handler names that call',
    test: ({ kind, ...texts }) =>
      /^events in/.test(kind) && withoutCall(texts.without) === withoutCall(texts.with),
  },
  {
    name: 'an object or embed of the site is requested when the running code ends, even if it is removed before its layout',
    test: ({ kind, ...texts }) =>
      kind === 'requests' &&
      texts.without === '' &&
      / (?:embed|object) GET$/m.test(texts.with) &&
      texts.with.split('\n').every((line) => line.startsWith('site/')),
  },
  {
    name: 'chance: a fetch that is aborted at once may have reached the server',
    test: ({ kind, ...texts }, { steps }) =>
      kind === 'requests' &&
      steps.some(([, id]) => id === 'fetch-abort') &&
      `${texts.without}${texts.with}`.split('\n').every((line) => line.endsWith(' empty GET')),
  },
  {
    name: 'navigations of the page and of popups are not held',
    test: ({ kind, ...texts }) =>
      kind === 'leak' && texts.with.split('\n').every((line) => line.endsWith(' document GET')),
  },
  {
    name: 'a held embed has no window',
    mode: 'tracked',
    test: ({ kind, ...texts }) =>
      kind === 'value of frame-length' && Number(texts.with) < Number(texts.without),
  },
  {
    name: 'reading `style` makes the browser write a changed style attribute, so that it stands in front of later attributes',
    test: ({ kind, ...texts }) =>
      (/^(released )?(tree|look)$/.test(kind) && sorted(texts.without) === sorted(texts.with)) ||
      (kind === 'value of attribute-names' && letters(texts.without) === letters(texts.with)),
  },
];

/** @param {Case} given @param {Difference} difference */
export const isDocumented = (given, difference) =>
  DOCUMENTED.some(
    ({ mode, test }) => (mode ?? given.mode) === given.mode && test(difference, given),
  );

/** Returns events without the names of native functions in messages. @param {string} events */
const withoutCall = (events) => events.replaceAll(/Failed to execute '\w+' on '\w+': /g, '');

/** Returns the letters of a text in alphabetical order. @param {string} text */
const letters = (text) => [...text].sort().join('');

/** Returns a tree without the order of attributes. @param {string} tree */
function sorted(tree) {
  const line = (/** @type {string} */ text) =>
    text
      .split(/ (?=[^ ]+=")/)
      .map((it) => it.replace(/>$/, ''))
      .sort()
      .join(' ');
  return tree.split('\n').map(line).join('\n');
}

/** Returns the same without the spelling of style attributes. @param {string} tree */
const canonical = (tree) =>
  sorted(
    tree.replaceAll(/ style="(?:[^"\\]|\\.)*"/g, (style) => style.replaceAll(/[\\"';()\s]/g, '')),
  );
