/**
 * @file Which hosts the reviewed vendors own, and which hosts many share. Knows patterns by their
 * host only; what a path decides is the gate's.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'smol-toml';

/**
 * @typedef {object} Storage
 * @property {string} name
 * @property {string} match
 * @property {string} max_age
 *
 * @typedef {object} Vendor
 * @property {string} id
 * @property {string} name
 * @property {string[]} [also_known_as]
 * @property {string[]} [domains]
 * @property {{ match?: string[] }[]} [rule]
 * @property {Storage[]} [storage]
 *
 * @typedef {object} Owned
 * @property {Set<string>} suffixes hosts that a vendor owns with all that is below
 * @property {Set<string>} hosts single hosts of a vendor, or of which vendors own paths
 */

/**
 * @param {string} folder
 * @returns {Vendor[]}
 */
export function readVendors(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.toml'));
  const read = (/** @type {string} */ name) => parse(readFileSync(`${folder}/${name}`, 'utf8'));
  return files.sort().map((name) => /** @type {Vendor} */ (/** @type {unknown} */ (read(name))));
}

/**
 * The lines of a list such as `shared-hosts.txt`.
 *
 * @param {string} file
 */
export function readList(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line && !line.startsWith('#'));
}

/**
 * @param {Vendor[]} vendors
 * @param {string[]} countries the endings of `google.` other than `com`
 * @returns {Owned}
 */
export function owned(vendors, countries) {
  /** @type {Owned} */
  const all = { suffixes: new Set(), hosts: new Set() };
  for (const pattern of vendors.flatMap(patterns)) {
    const [host] = pattern.replace(/^=/, '').split(/[/?]/);
    const whole = !/[=/?]/.test(pattern);
    const spread = host.endsWith('.*') ? countries : [''];
    for (const end of spread) (whole ? all.suffixes : all.hosts).add(host.replace(/\*$/, end));
  }
  all.hosts.delete('');
  return all;
}

/** @param {Vendor} vendor */
const patterns = (vendor) => [
  ...(vendor.domains ?? []),
  ...(vendor.rule ?? []).flatMap((rule) => rule.match ?? []),
];

/**
 * The host and each host above it.
 *
 * @param {string} host
 * @returns {string[]}
 */
export function levels(host) {
  const labels = host.split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}

/**
 * @param {string} host
 * @param {Set<string>} suffixes
 */
export const isUnder = (host, suffixes) => levels(host).some((level) => suffixes.has(level));

/**
 * Whether a reviewed vendor has something below this host.
 *
 * @param {string} host
 * @param {Owned} own
 */
export const hasOwnedBelow = (host, own) =>
  [...own.hosts, ...own.suffixes].some((it) => it.endsWith(`.${host}`));
