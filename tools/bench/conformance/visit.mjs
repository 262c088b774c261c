/**
 * @file Visits to a page with a tool: its files on the site, its markup first in the head, the way to give consent.
 * A fact that may never come is waited for only so long here: with some tools it is its absence that is measured.
 */
import { existsSync, readFileSync } from 'node:fs';
import { trust } from '../../../tests/pages/support/pages.mjs';
import { javascript } from '../../../tests/pages/support/stand_ins.mjs';
import { bundle } from '../../../tests/pages/loaders/bundle.mjs';
import { editTags } from './edit.mjs';

/** @typedef {import('../../../tests/pages/support/browser.mjs').World} World */
/** @typedef {import('../../../tests/pages/support/browser.mjs').Visit} Visit */
/** @typedef {import('../../../tests/pages/support/browser.mjs').PageOptions} PageOptions */
/** @typedef {import('./peers.mjs').Tool} Tool */
/** @typedef {Tool & { served: NonNullable<PageOptions['files']> }} Started a tool, and what the site serves for it */
/** @typedef {{ hosts?: string[], config?: object, nonce?: string }} Setting what a page says to the tool */

const ROOT = new URL('../../../', import.meta.url);

/** The hosts of vectors, scenarios and static tags. */
export const HOSTS = ['doubleclick.net', 'maps.googleapis.com'];

/** How long a fact may take that a tool may have prevented, in ms. */
export const LATE = Number(process.env.LATE ?? 2500);

/**
 * Shows that a tool is there and starts in a page.
 * @param {World} world @param {Tool} tool
 * @returns {Promise<Started>}
 */
export async function start(world, tool) {
  const started = { ...tool, served: await filesOf(tool) };
  await visit(world, started, {}, {}, async (page) => {
    if (!(await isReady(page, tool, 10_000))) throw new Error(`not ready: ${tool.ready}`);
  });
  return started;
}

/** @param {Tool} tool  @returns {Promise<Started['served']>} */
async function filesOf({ files, scripts = {} }) {
  /** @type {Started['served']} */
  const served = {};
  for (const [path, file] of Object.entries(files)) {
    if (!existsSync(new URL(file, ROOT))) throw new Error(`${file} is missing`);
    served[path] = javascript(readFileSync(new URL(file, ROOT)));
  }
  for (const [path, { code, bundle: whole }] of Object.entries(scripts))
    served[path] = javascript(whole ? await bundle(code) : code);
  return served;
}

/**
 * Opens a page with a tool.
 * @template T
 * @param {World} world @param {Started} tool @param {PageOptions & { site?: string }} page @param {Setting} setting
 * @param {(visit: Visit) => Promise<T>} use
 * @returns {Promise<T>}
 */
export function visit(world, tool, page, { hosts = HOSTS, config, nonce }, use) {
  const trusted = (/** @type {string} */ markup) =>
    markup.replaceAll(/<script[^>]*>/g, (tag) => trust(tag, { nonce }));
  const before = trusted(tool.head(hosts, config));
  const body = trusted(tool.body?.(hosts) ?? '') + (page.body ?? '');
  const files = { ...tool.served, ...page.files };
  return world.visit({ ...page, before, body, gate: false, nonce, files }, use);
}

/**
 * Markup as an owner writes it for the tool.
 * @param {Tool} tool @param {string} markup @param {string[]} [hosts]
 */
export function edited({ edit }, markup, hosts = HOSTS) {
  if (!edit || hosts.length === 0) return markup;
  const tracked = new RegExp(hosts.map((host) => host.replaceAll('.', '\\.')).join('|'));
  return editTags(markup, tracked, edit);
}

/** Gives consent in the tool's own way, when it has started. @param {Visit} page @param {Tool} tool */
export async function accept(page, tool) {
  await within(page.loaded(), LATE);
  await isReady(page, tool, LATE);
  await within(page.run(tool.accept), LATE);
}

/** @param {Visit} page @param {Tool} tool @param {number} limit */
const isReady = (page, { ready }, limit) =>
  within(
    page.run(`new Promise((done) => {
      const look = () => (${ready} ? done(true) : setTimeout(look, 20));
      look();
    })`),
    limit,
  );

/**
 * The value if it arrives in time; nothing otherwise, or after an exception.
 * @template T
 * @param {Promise<T>} promise @param {number} [limit]
 * @returns {Promise<T | undefined>}
 */
export async function within(promise, limit = LATE) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<undefined>} */
  const late = new Promise((done) => {
    timer = setTimeout(done, limit, undefined);
  });
  const value = await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
  return value;
}

/** Runs the tasks, a limited number at once. @template T @param {T[]} tasks @param {number} atOnce @param {(task: T) => Promise<void>} run */
export async function together(tasks, atOnce, run) {
  const queue = tasks.values();
  const worker = async () => {
    for (const task of queue) await run(task);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
