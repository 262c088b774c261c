/**
 * @file The part of the overhead benchmark in each of its frames, with the gate and without it: everyday operations
 * that the gate never holds. It measures one sample at a time; `tools/bench/overhead.mjs` compares.
 */

/**
 * @typedef {object} Operation
 * @property {number} count number of calls in one sample
 * @property {(n: number) => unknown} act
 * @property {() => void} [prepare] a step that is not measured
 */

const place = document.body.appendChild(document.createElement('div'));
const text = document.body.appendChild(document.createElement('p'));
const anchor = document.createElement('i');
/** @type {Element[]} */
let made = [];

/** @param {number} count */
const plainElements = (count) => () => {
  place.textContent = '';
  place.append(anchor);
  made = Array.from({ length: count }, () => document.createElement('p'));
};

/** A part of a page, as in a template or a server's response. */
const MARKUP =
  `<article class="card"><h2>Tea <small>from Assam</small></h2><p>Strong, <em>dark</em> and
 <a href="/tea/assam">in stock</a>.</p><ul><li>100 g</li><li>250 g</li><li>1 kg</li></ul></article>`.repeat(
    4,
  );

/** @type {Record<string, Operation>} */
const operations = {
  'make and appendChild': {
    count: 400,
    prepare: plainElements(0),
    act: () => place.appendChild(document.createElement('p')),
  },
  'make and insertBefore': {
    count: 400,
    prepare: plainElements(0),
    act: () => place.insertBefore(document.createElement('p'), anchor),
  },
  'appendChild alone': {
    count: 400,
    prepare: plainElements(400),
    act: (n) => place.appendChild(made[n]),
  },
  'insertBefore alone': {
    count: 400,
    prepare: plainElements(400),
    act: (n) => place.insertBefore(made[n], anchor),
  },
  setAttribute: {
    count: 1_000,
    act: (n) => text.setAttribute('title', n % 2 ? 'odd' : 'even'),
  },
  innerHTML: {
    count: 5,
    act: () => (place.innerHTML = MARKUP),
  },
  textContent: {
    count: 1_000,
    act: (n) => (text.textContent = n % 2 ? 'odd' : 'even'),
  },
  'fetch, own origin': {
    count: 1,
    act: () => fetch('/empty').then((answer) => answer.text()),
  },
  'document.cookie': {
    count: 20,
    act: () => document.cookie,
  },
};

/** Returns the time of one call in microseconds, over one sample. @param {string} name */
async function sample(name) {
  const { count, act, prepare } = operations[name];
  prepare?.();
  const from = performance.now();
  for (let n = 0; n < count; n += 1) {
    const result = act(n);
    if (result instanceof Promise) await result;
  }
  return ((performance.now() - from) * 1_000) / count;
}

Object.assign(window, { sample, names: Object.keys(operations) });
