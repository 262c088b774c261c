/**
 * @file Reads the tables of entry points in this folder: one vector per line, and the insertion methods multiplied by
 * their carriers. It runs nothing.
 */
import { readFileSync } from 'node:fs';
import { KINDS } from './page.mjs';

/**
 * One way for a page to make a request.
 * @typedef {object} Vector
 * @property {string} id
 * @property {"core" | "extended" | "hostile" | "static" | "unseeable"} group
 * @property {string[]} options `plain`: the action cannot be done twice, so the control is another request; `trusted`:
 * the page enforces Trusted Types; `head`: static markup is in the head; `click`: the visitor clicks every element
 * whose id begins with `click`; `used`: the action is done by a click of the visitor; `silent`: static markup that
 * Chromium does not request before a script can act; `dropped`: the held request is not released; `raced`: the browser
 * sometimes drops the request, if a window navigates before its first document has loaded; `permissions=a,b` that the
 * visitor has granted; `config={…}` of the gate
 * @property {string} kind the kind of the final request: a name in `KINDS` of `page.mjs`
 * @property {string} code JavaScript with `u`, `h`, `x`, or for the group `static` markup with `$u`, `$h`, `$x`
 */

const TABLES = [
  'setters',
  'markup',
  'written',
  'reactions',
  'shadow',
  'frames',
  'realms',
  'urls',
  'hostile',
];
const OTHER_TABLES = [
  'attributes',
  'bases',
  'calls',
  'documents',
  'elements',
  'full_parser',
  'layouts',
  'modules',
  'popups',
  'navigations',
  'instructions',
  'readers',
  'remembered',
  'sheets',
  'static',
  'styles',
  'trusted_types',
  'workers',
];

/** Returns every vector, in the order of the tables. @returns {Vector[]} */
export function loadVectors() {
  const names = [...TABLES, ...OTHER_TABLES];
  const vectors = [
    ...insertionVectors(),
    ...realmVectors(),
    ...names.flatMap((name) => rows(name).map(vector)),
  ];
  refuseDoubles(vectors);
  refuseUnknownKinds(vectors);
  return vectors;
}

/**
 * Returns the vectors that no script can see, with the protection levels that stop them as options.
 * @returns {Vector[]}
 */
export const loadUnseeable = () => rows('unseeable').map(vector);

/** @param {string} row  @returns {Vector} */
function vector(row) {
  const [id, labels, kind, ...code] = row.split(' | ').map((cell) => cell.trim());
  const [group, ...options] = labels.split(' ');
  return /** @type {Vector} */ ({ id, group, options, kind, code: code.join(' | ') });
}

/**
 * A node to insert. `make` builds `n`; `late` connects the container only after the insertion; `fits` contains the
 * values of the tables' second column that it is used for: a method may take no fragment, or no node with children.
 * @typedef {{ name: string, kind: string, make: string, late?: boolean, fits: string[] }} Carrier
 */
const BARE = ['all', 'element', 'bare'];
const ELEMENT = ['all', 'element'];

/** @type {Carrier[]} */
const CARRIERS = [
  { name: 'script', kind: 'script', make: 'S(u)', fits: BARE },
  { name: 'iframe', kind: 'iframe', make: 'F(u)', fits: BARE },
  { name: 'subtree', kind: 'script', make: 'nest(S(u))', fits: ELEMENT },
  { name: 'fragment', kind: 'script', make: "frag('a', S(u))", fits: ['all'] },
  { name: 'detached-script', kind: 'script', make: 'S(u)', late: true, fits: BARE },
  { name: 'detached-iframe', kind: 'iframe', make: 'nest(F(u))', late: true, fits: ELEMENT },
];

/** @returns {Vector[]} */
function insertionVectors() {
  return rows('insertions').flatMap((row) => {
    const [id, carriers, ...code] = row.split(' | ').map((cell) => cell.trim());
    const fitting = CARRIERS.filter(({ fits }) => fits.includes(carriers));
    return fitting.map((carrier) => insertionVector(id, code.join(' | '), carrier));
  });
}

/**
 * Returns the vector of one row of `insertions.txt`.
 * @param {string} id @param {string} code @param {Carrier} carrier @returns {Vector}
 */
function insertionVector(id, code, { name, kind, make, late }) {
  const container = `const c = ${late ? "E('div')" : 'C()'}, k = c.appendChild(E('i'))`;
  const body = `${container}, n = ${make}; ${code}${late ? '; D.body.append(c)' : ''}`;
  return { id: `${id}/${name}`, group: 'core', options: [], kind, code: body };
}

/** Uses of a realm `w`: an id, the kind of the request, and the code. */
const USES = [
  ['append-child', 'script', 'w.Node.prototype.appendChild.call(D.body, S(u))'],
  ['fetch', 'fetch', "w.fetch(u, { mode: 'no-cors' })"],
  ['websocket', 'websocket', 'new w.WebSocket(u)'],
];

/** @returns {Vector[]} */
function realmVectors() {
  return rows('realm_ways').flatMap((row) => {
    const [id, labels, ...code] = row.split(' | ').map((cell) => cell.trim());
    const [group, ...options] = labels.split(' ');
    return USES.map(([use, kind, body]) => {
      const whole = `const use = (w) => { ${body} }; ${code.join(' | ')}`;
      return /** @type {Vector} */ ({ id: `${id}/${use}`, group, options, kind, code: whole });
    });
  });
}

/** @param {string} name  @returns {string[]} */
function rows(name) {
  return text(`${name}.txt`)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
}

/** @param {string} name */
function text(name) {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** @param {Vector[]} vectors */
function refuseDoubles(vectors) {
  const seen = new Set();
  for (const { id } of vectors) {
    if (seen.has(id)) throw new Error(`two vectors are called ${id}`);
    seen.add(id);
  }
}

/** @param {Vector[]} vectors */
function refuseUnknownKinds(vectors) {
  for (const { id, kind } of vectors)
    if (!(kind in KINDS)) throw new Error(`${id} has a kind that nobody knows: ${kind}`);
}
