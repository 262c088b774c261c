/**
 * @file Sample sites of `tests/pages/generators/`, each built once by its generator, in the version of its lock file.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./stand_ins.mjs').Answer} Answer */

const SOURCES = fileURLToPath(new URL('../generators/', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../target/generators/', import.meta.url));

/** Disables telemetry of the generators. */
const QUIET = { ASTRO_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Returns the files in a folder, by their relative paths. @param {string} folder */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();

/** Returns the folder with the site that a generator has built. @param {string} name */
export function builtSite(name) {
  const [sources, folder] = [join(SOURCES, name), join(BUILT, name)];
  const hash = createHash('sha256');
  for (const file of filesIn(sources)) hash.update(file).update(readFileSync(join(sources, file)));
  const [key, stamp] = [hash.digest('hex'), join(folder, '.built')];
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return join(folder, 'dist');
  rmSync(folder, { recursive: true, force: true });
  cpSync(sources, folder, { recursive: true });
  npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  npm(folder, ['run', 'build']);
  writeFileSync(stamp, key);
  return join(folder, 'dist');
}

/** Returns the folder of the same site after the rewrite. @param {string} name */
export const rewrittenSite = (name) => join(BUILT, `${name}-rewritten`);

/** @param {string} folder @param {string[]} args */
function npm(folder, args) {
  const env = { ...process.env, ...QUIET };
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${folder}:\n${stdout}\n${stderr}`);
}

/**
 * Returns the responses of a server of this folder, by path.
 * @param {string} folder
 * @returns {Record<string, Answer>}
 */
export function answersOf(folder) {
  /** @type {Record<string, Answer>} */
  const answers = {};
  for (const name of filesIn(folder)) {
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    const answer = { body: readFileSync(join(folder, name)), headers: { 'content-type': type } };
    answers[`/${name}`] = answer;
    if (name.endsWith('index.html')) answers[`/${name.slice(0, -'index.html'.length)}`] = answer;
  }
  return answers;
}
