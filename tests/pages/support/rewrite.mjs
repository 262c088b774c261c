/** @file The command line for pages: their markup after `consent-gate rewrite` and `snippet`. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = ['debug', 'release'].map((name) =>
  fileURLToPath(new URL(`../../../target/${name}/consent-gate`, import.meta.url)),
);

/** The command line that cargo has built. */
export const BINARY = BUILT.find((file) => existsSync(file)) ?? 'consent-gate';

/**
 * @param {string[]} args @param {string | Buffer} [input] @param {BufferEncoding} [encoding]
 * @returns {string} its output
 */
export const command = (args, input = '', encoding = 'utf8') =>
  execFileSync(BINARY, args, { input, maxBuffer: 1e9, stdio: ['pipe', 'pipe', 'ignore'] }).toString(
    encoding,
  );

/** Returns the page's text with inert static tags. @param {string} text @param {string} site */
export const rewrite = (text, site) =>
  command(['rewrite', '-', '-o', '-', '--site', `https://${site}`], text);
