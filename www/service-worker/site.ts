/**
 * @file What the worker knows of its site: what the gate of a page has told. The config outlives the worker, so that the
 * first page after a pause is rewritten, too; the visitor's record does not: it is the page's.
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

/** How long a page waits for what was stored, in ms. */
const PATIENCE = 300;

let told: Told | undefined;
/** Whether it was told by a page of this worker's lifetime, the visitor's record with it. */
let fresh = false;
let site: ReturnType<typeof makeSite> | null | undefined;
let started = false;

/** Whether the visitor's record is known. */
export const known = () => fresh;

/** A worker that is gone or does not fit to the site's gate changes nothing. */
export const isPassive = () => isGone() || (told !== undefined && told.version !== version);

/** A page's gate tells about itself. */
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

/** The site, as far as it is known at once. */
export function siteNow() {
  if (site === undefined && told) site = made(told);
  return site;
}

/** The site for rewriting a page; nothing where no gate has told of itself yet. */
export async function pageSite() {
  if (!told) {
    const ended: Promise<undefined> = new Promise((end) => setTimeout(end, PATIENCE));
    const found = await Promise.race([stored(), ended]);
    told ??= found;
  }
  return isPassive() ? undefined : siteNow();
}

function made({ config, src }: Told) {
  if (!src) return null; // A gate without a file of its own is not recognised in markup.
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
