/**
 * @file The worker's data about its site, from the gate of a page. The config is stored, so that the first page after a
 * restart of the worker is rewritten, too. The visitor's record is not stored: it belongs to the page.
 */

import { version } from 'consent-gate:build';
import { key, text, unpack } from 'consent-gate:packed';
import { opened } from '../engine/embedded-wasm.ts';
import { table } from 'consent-gate:table';
import { isGone, look } from './life.ts';
import { makeSite, startRewriter } from './rewriter.ts';

type Told = { version: string; config?: string; src: string | null; record?: string };

const CACHE = 'consent-gate';
const PLACE = '/consent-gate-config';

/** Longest time for which a page waits for the stored data, in ms. */
const PATIENCE = 300;

let told: Told | undefined;
/** Whether a page has sent the data, with the visitor's record, since the worker started. */
let fresh = false;
let site: ReturnType<typeof makeSite> | null | undefined;
let started = false;

/** Returns whether the visitor's record is known. */
export const known = () => fresh;

/**
 * Returns whether the worker changes nothing: it is unregistered, or its version differs from that of the site's gate.
 */
export const isPassive = () => isGone() || (told !== undefined && told.version !== version);

/** Takes the data of a page's gate. */
export async function learn(news: Told) {
  const { record, ...kept } = news;
  const before = told ?? (await stored());
  const same = JSON.stringify({ ...before, record: 0 }) === JSON.stringify({ ...kept, record: 0 });
  if (!same) site = undefined;
  told = kept;
  fresh = true;
  if (!isPassive()) siteNow()?.remember(record);
  await Promise.allSettled([same || store(kept), look(news.version)]);
}

/** Returns the site if its data is in memory. */
export function siteNow() {
  if (site === undefined && told) site = made(told);
  return site;
}

/** Returns the site for rewriting a page; undefined if no gate has sent its data yet. */
export async function pageSite() {
  if (!told) {
    const ended: Promise<undefined> = new Promise((end) => setTimeout(end, PATIENCE));
    const found = await Promise.race([stored(), ended]);
    told ??= found;
  }
  return isPassive() ? undefined : siteNow();
}

function made({ config, src }: Told) {
  if (!src) return null; // An inlined gate is not recognized in markup.
  try {
    if (!started) startRewriter(new WebAssembly.Module(opened(unpack(text), key).bytes), table);
    started = true;
    return makeSite({
      origin: location.origin,
      config,
      gateSrc: src.replace(/[?#].*/, ''),
      adopt: false,
    });
  } catch {
    return null;
  }
}

async function stored(): Promise<Told | undefined> {
  try {
    const response = await (await caches.open(CACHE)).match(PLACE);
    return await response?.json();
  } catch {
    return undefined;
  }
}

const store = async (about: Told) =>
  (await caches.open(CACHE)).put(PLACE, new Response(JSON.stringify(about)));
