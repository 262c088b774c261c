/**
 * @file What the crate costs natively: lookup, splitting, queue and audit by criterion, matching beside the adblock crate,
 * and rewriting beside lol_html. Runs the benches one after another, shows what they print, and keeps their figures.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { keep } from './results.mjs';

/** Where criterion leaves its figures. */
const CRITERION = 'target/criterion';
const BENCH = ['bench', '--quiet', '--locked', '--profile', 'measured', '--bench'];
const REFERENCE = [
  ...['run', '--quiet', '--release', '--locked', '--target-dir', 'target/reference'],
  ...['--manifest-path', 'bench/reference/Cargo.toml'],
];

/** @param {string[]} args */
function cargo(...args) {
  const text = execFileSync('cargo', args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  console.log(text);
  return text;
}

/** The medians of all that criterion has measured, with the bounds of their 95 % intervals, in ns. */
function times() {
  const folders = readdirSync(CRITERION, { recursive: true, encoding: 'utf8' });
  return folders
    .filter((path) => path.endsWith('new/estimates.json'))
    .sort()
    .map((path) => {
      const { median } = read(`${CRITERION}/${path}`);
      const { lower_bound: low, upper_bound: high } = median.confidence_interval;
      const { full_id: name } = read(`${CRITERION}/${path.replace('estimates', 'benchmark')}`);
      return { name, ns: median.point_estimate, low, high };
    });
}

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The numbers of a printed line. @param {string} line */
const numbers = (line) => (line.match(/[\d.]+/g) ?? []).map(Number);

/** Rows as `bench/reference` prints them: hosts, then ns of ours and of theirs and their ratio, twice. @param {string} text */
const matching = (text) =>
  text
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map(numbers)
    .map(([size, hit, theirHit, , miss, theirMiss]) => ({
      size,
      ours: { hit, miss },
      theirs: { hit: theirHit, miss: theirMiss },
    }));

/** Rows as `benches/rewrite.rs` prints them: a pass, its speed, its ratio to the first one. @param {string} text */
const passes = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => ({ name: line.split(' ')[0], numbers: numbers(line) }))
    .map(({ name, numbers: [speed, ratio] }) => ({ name, speed, ratio }));

rmSync(CRITERION, { recursive: true, force: true });
for (const bench of ['lookup', 'gate']) cargo(...BENCH, bench);
const beside = matching(cargo(...REFERENCE));
const rewriting = passes(cargo(...BENCH, 'rewrite'));
const [, rustc] =
  /rustc (\S+)/.exec(execFileSync('rustc', ['--version'], { encoding: 'utf8' })) ?? [];
const lock = readFileSync('bench/reference/Cargo.lock', 'utf8');
const [, adblock] = /name = "adblock"\nversion = "(.*)"/.exec(lock) ?? [];
const data = { times: times(), matching: beside, rewriting };
if (data.times.length < 10 || beside.length === 0 || rewriting.length !== 3)
  throw new Error('a native bench printed something else than before: see above');
keep('native', { rustc, adblock }, data);
