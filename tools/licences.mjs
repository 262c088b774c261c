/**
 * @file Checks the licence and the source of every crate that Cargo.lock names, by the lists of `deny.toml`. It needs
 * neither a network nor cargo-deny, which checks the same lists and security advisories in the public workflow.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';

/** @typedef {{ name: string, version: string, license: string | null, source: string | null }} Package */
/** @typedef {{ crate: string, allow: string[] }} Exception */
/** @typedef {{ licenses: { allow: string[], exceptions: Exception[] }, sources: { 'allow-registry': string[] } }} Rules */

/** A line for each crate that breaks a rule. @param {Package[]} packages @param {Rules} rules @returns {string[]} */
export function violations(packages, rules) {
  return packages.flatMap(({ name, version, license, source }) => {
    const lines = [];
    if (!isAllowed(license ?? '', allowed(name, rules)))
      lines.push(`${name} ${version}: deny.toml does not allow the licence ${license ?? '(none)'}`);
    if (source !== null && !isKnown(source, rules))
      lines.push(`${name} ${version}: deny.toml does not allow the source ${source}`);
    return lines;
  });
}

/** The licences that a crate may have. @param {string} name @param {Rules} rules */
function allowed(name, { licenses }) {
  const own = licenses.exceptions.filter(({ crate }) => crate === name);
  return new Set([...licenses.allow, ...own.flatMap(({ allow }) => allow)]);
}

/** @param {string} source @param {Rules} rules */
const isKnown = (source, rules) =>
  rules.sources['allow-registry'].some((registry) => source === `registry+${registry}`);

/**
 * Evaluates an SPDX expression. `AND` binds tighter than `OR`; the old form `MIT/Apache-2.0` means `OR`.
 * @param {string} expression @param {Set<string>} licences
 */
export function isAllowed(expression, licences) {
  const tokens = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  /** @returns {boolean} */
  const either = () => {
    let holds = both();
    while (tokens[at] === 'OR') {
      at += 1;
      holds = both() || holds;
    }
    return holds;
  };
  /** @returns {boolean} */
  const both = () => {
    let holds = one();
    while (tokens[at] === 'AND') {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  const one = () => {
    const token = tokens[at++];
    if (token !== '(') return licences.has(token);
    const holds = either();
    at += 1; // The closing bracket.
    return holds;
  };
  return either();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { encoding: /** @type {const} */ ('utf8'), maxBuffer: 2 ** 28 };
  const metadata = execFileSync('cargo', ['metadata', '--format-version=1', '--locked'], options);
  const rules = /** @type {any} */ (parse(readFileSync('deny.toml', 'utf8')));
  const lines = violations(JSON.parse(metadata).packages, rules);
  for (const line of lines) console.error(line);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
