/** @file What the report tells of `endings`: pages that wait for a held request, by `element_timeout`. */

/** @typedef {import('./sections.mjs').Section} Section */
/** @typedef {import('../endings.mjs').Row} Row */

/** The default of `element_timeout`, in ms. */
const DEFAULT = 100;

/** @type {Record<string, string>} */
const NAMES = {
  next: 'Next.js hydrates, ms',
  react: 'React 19 commits, ms',
  astro: 'Astro loads a page, ms',
  loader: 'the loader ends, ms',
};

/** @param {{ ready: number, inOrder: boolean }} answered */
const answerOf = ({ ready, inOrder }) => `${ready}${inOrder ? ', in order' : ''}`;

/** @type {Section} */
export const section = {
  name: 'endings',
  bench: 'endings',
  title: 'When held elements end',
  line: ({ rows, chain }) => {
    const row = rows.find((/** @type {Row} */ { limit }) => limit === DEFAULT);
    return `Pages that wait for a held script, before the visitor has answered: Next.js hydrates after ${row.ready.next} ms, a loader runs ${chain} held scripts and one first-party script in ${row.ready.loader} ms.`;
  },
  text: ({ chain, turns }) =>
    `Real packages that wait for a held request, and a loader that runs ${chain} held scripts and one first-party script one after another, at several values of \`element_timeout\`: the time from the page's first script until first-party code has continued, the least of ${turns}. Then the loader's page with an answer after 1 s and after 3 s, played once; "in order" says that all held scripts ran before the first-party script. The last column is the latest listener that hears of the end, of those attached 0, 5, 10, 20, 40, 80, 160 and 320 ms after the insertion. The default is ${DEFAULT} ms. Every value keeps these pages alive. A longer one adds itself to each script of a chain, and only one longer than the visitor's answer keeps the order. A shorter one fires before code that attaches its listener after a request or in a timer.`,
  charts: () => [],
  table: ({ rows }) => [
    [
      '`element_timeout`, ms',
      ...Object.values(NAMES),
      'answer after 1 s, ms',
      'answer after 3 s, ms',
      'latest listener, ms',
    ],
    ...rows.map(({ limit, ready, answered, heard }) => [
      `${limit}`,
      ...Object.keys(NAMES).map((name) => `${ready[name]}`),
      answerOf(answered[1000]),
      answerOf(answered[3000]),
      `${heard}`,
    ]),
  ],
};
