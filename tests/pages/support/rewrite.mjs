/** @file The command line in front of a page: its markup as `consent-gate rewrite` and `snippet` make it. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = ['debug', 'release'].map((name) =>
  fileURLToPath(new URL(`../../../target/${name}/consent-gate`, import.meta.url)),
);

/** The command line, as cargo has built it. */
export const BINARY = BUILT.find((file) => existsSync(file)) ?? 'consent-gate';

/**
 * @param {string[]} args @param {string | Buffer} [input] @param {BufferEncoding} [encoding]
 * @returns {string} what it prints
 */
export const command = (args, input = '', encoding = 'utf8') =>
  execFileSync(BINARY, args, { input, maxBuffer: 1e9, stdio: ['pipe', 'pipe', 'ignore'] }).toString(
    encoding,
  );

/** The page's text with its static tags made inert. @param {string} text @param {string} site */
export const rewrite = (text, site) =>
  command(['rewrite', '-', '-o', '-', '--site', `https://${site}`], text);
