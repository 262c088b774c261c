/** @file A vendor that stores in every way, and a gate that has it in its table: the output of `consent-gate build`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inline } from './pages.mjs';
import { javascript } from './stand_ins.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The names that it stores begin with `acme`. */
const KINDS = ['cookie', 'local', 'session', 'indexeddb', 'cache'];
const ACME = `id = "acme"
name = "Acme"
website = "https://acme.example"
category = "analytics"
consent_required = true
reason = "Counts."
domains = ["acme.example"]
checked = 2026-11-21
sources = [{ kind = "vendor-docs", url = "https://acme.example/", checked = 2026-11-21 }]
${KINDS.map(
  (kind) => `[[storage]]
name = "acme"
match = "prefix"
kind = "${kind}"
party = "first"
max_age = "persistent"
clear = true
source = "vendor-docs"
`,
).join('')}`;

/** Helpers in pages: the list of stored names, and the realm of a frame. */
export const HELPERS = inline(`
var stored = async () => [
  ...document.cookie.split('; ').filter(Boolean).map((it) => it.split('=')[0]),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys(),
].filter((name) => name !== 'consent-gate').sort().join();
var become = async (wanted) => {
  for (let tries = 0; tries < 100 && await stored() !== wanted; tries += 1)
    await new Promise((again) => setTimeout(again, 20));
  return stored();
};
var frame = (srcdoc) => new Promise((done) => {
  const it = document.createElement('iframe');
  if (srcdoc) { it.onload = () => done(it.contentWindow); it.srcdoc = '<p>'; }
  document.body.append(it);
  if (!srcdoc) done(it.contentWindow);
});
var opened = (w, n) => new Promise((done) => {
  const request = w.indexedDB.open(n, 3);
  request.onupgradeneeded = ({ target }) => target.result.createObjectStore('s');
  request.onsuccess = () => { request.result.close(); done(); };
});
`);

/**
 * Returns a page with that gate, which also has some vendors of the table.
 * @returns {import('./browser.mjs').PageOptions}
 */
export function acmePage() {
  const folder = mkdtempSync(join(tmpdir(), 'consent-gate-'));
  const [own, out] = [join(folder, 'acme.toml'), join(folder, 'dist')];
  writeFileSync(own, ACME);
  const vendors = ['--vendors', 'infobip,google-analytics,microsoft-clarity', '--with', own];
  const binary = join(ROOT, 'target/debug/consent-gate');
  execFileSync(binary, ['build', ...vendors, '--from', join(ROOT, 'dist'), '-o', out]);
  const gate = javascript(readFileSync(join(out, 'consent-gate.js')));
  rmSync(folder, { recursive: true });
  return { gateTag: '<script src="/built.js"></script>', files: { '/built.js': gate } };
}
