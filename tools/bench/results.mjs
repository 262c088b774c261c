/**
 * @file Where the figures of a full run are kept: one JSON file for each bench in `bench/results/`, with the day, the
 * machine and the versions that they belong to. `report.mjs` makes charts and pages of them; nothing else reads them.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../bench/results/', import.meta.url);

/**
 * @typedef {object} Result what one bench has found
 * @property {string} name of the bench, and of its file
 * @property {string} measured the day, as ISO 8601 has it
 * @property {string} machine processor, cores, memory, system
 * @property {Record<string, string>} versions of the browser and of the packages that were measured
 * @property {any} data in the shape that the bench itself documents
 */

/**
 * Keeps the figures of a full run.
 * @param {string} name @param {Record<string, string>} versions @param {any} data
 */
export function keep(name, versions, data) {
  mkdirSync(FOLDER, { recursive: true });
  const measured = new Date().toISOString().slice(0, 10);
  /** @type {Result} */
  const result = { name, measured, machine: machine(), versions, data };
  writeFileSync(fileOf(name), `${JSON.stringify(result, null, 2)}\n`);
}

/**
 * The figures of the last full run of one bench.
 * @param {string} name  @returns {Result | undefined} nothing where it has never been run
 */
export function kept(name) {
  return existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : undefined;
}

/** Every bench of which there are figures. */
export const keptNames = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''));

/**
 * The installed versions of packages.
 * @param {string[]} packages @param {string} [root] the folder that has them, from the root of the repository
 * @returns {Record<string, string>}
 */
export const versionsOf = (packages, root = '') =>
  Object.fromEntries(packages.map((name) => [name, versionOf(name, root)]));

/** @param {string} name @param {string} root */
function versionOf(name, root) {
  const folder = name === 'consent-gate' ? '' : `${root}node_modules/${name}/`;
  const file = new URL(`../../${folder}package.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed';
}

function machine() {
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${model.trim()}, ${cpus().length} cores, ${memory}, ${type()} ${release().split('-')[0]}`;
}

/** @param {string} name */
const fileOf = (name) => fileURLToPath(new URL(`${name}.json`, FOLDER));
