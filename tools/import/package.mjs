/**
 * @file The pinned npm package third-party-web (MIT): its entities and its hosts in the order of
 * their occurrence. Fetches nothing: reads the version that `package-lock.json` pins.
 */
import { readFileSync } from 'node:fs';

/** The package, as the rows name their source. */
export const SOURCE = 'third-party-web';

/**
 * @typedef {object} Entity
 * @property {string} name
 * @property {string} category
 * @property {string[]} domains `*.example.com` or `example.com`
 *
 * @typedef {object} Observed
 * @property {string} host
 * @property {string} category third-party-web's, or `unknown`
 */

/**
 * The installed version, which has to be the pinned one.
 *
 * @param {string} root the repository
 * @returns {string}
 */
export function version(root) {
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
  const wanted = read('package.json').devDependencies[SOURCE];
  const found = read(`node_modules/${SOURCE}/package.json`).version;
  if (found !== wanted)
    throw new Error(`node_modules has ${SOURCE} ${found}, package.json ${wanted}: run npm ci`);
  return found;
}

/**
 * @param {string} root
 * @returns {Entity[]}
 */
export const entities = (root) =>
  JSON.parse(readFileSync(`${root}/node_modules/${SOURCE}/dist/entities.json`, 'utf8'));

/**
 * The hosts that were seen most often, first the most frequent. The package orders them so and
 * gives no counts.
 *
 * @param {string} root
 * @param {number} count
 * @returns {Observed[]}
 */
export function busiest(root, count) {
  const text = readFileSync(`${root}/node_modules/${SOURCE}/dist/domain-map.csv`, 'utf8');
  const lines = text.split('\n').slice(0, count);
  return lines.map((line) => {
    const [host, , category] = line.split(',');
    return { host, category };
  });
}
