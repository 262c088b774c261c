/** @file The page that runs the cases of `cases.txt`, one after another, and returns the log of each. */
import { readFileSync } from 'node:fs';
import { inline } from '../support/pages.mjs';
import { javascript } from '../support/stand_ins.mjs';

/** @typedef {import('../support/browser.mjs').World} World */
/** @typedef {import('../support/browser.mjs').Visit} Visit */
/** @typedef {import('../support/browser.mjs').PageOptions & { site: string }} Page */

/**
 * Runs all cases in one page, one after another.
 * @param {World} world
 * @param {(page: Page, use: (visit: Visit) => Promise<Record<string, unknown>>) => Promise<Record<string, unknown>>}
 * open opens the page, with a gate or without
 * @returns {Promise<Record<string, unknown>>} the log of each case, by its id, and the page's errors
 */
export async function runCases(world, open) {
  const { site, untracked } = world.hosts();
  world.server.on(site, ({ path }) => siteScript(path));
  world.server.put(site, '/frame.html', '<!doctype html><title>frame</title><p>frame');
  const body = inline(harness(untracked)) + cases().map(inlineCase).join('\n');
  return open({ body, site, until: 'load' }, async (visit) => {
    const outcome = await visit.run('runCases()');
    const text = JSON.stringify(outcome).replaceAll(site, 'site').replaceAll(untracked, 'free');
    return { ...JSON.parse(text), errors: visit.errors.map((it) => it.replaceAll(site, 'site')) };
  });
}

/** `/log/ID?text=…&delay=…` logs its id and runs the text. @param {string} path */
function siteScript(path) {
  const { pathname, searchParams } = new URL(path, 'https://site.invalid');
  if (pathname === '/missing-404.js') return { status: 404 };
  if (!pathname.startsWith('/log/')) return undefined;
  const answer = javascript(
    `log(${JSON.stringify(pathname.slice(5))});${searchParams.get('text')}`,
  );
  const delay = Number(searchParams.get('delay'));
  return delay ? new Promise((resolve) => setTimeout(resolve, delay, answer)) : answer;
}

/** @param {string[]} row @param {number} n */
function inlineCase([id, code], n) {
  return inline(`cases.push([${JSON.stringify(id)}, ${n}, async (c, uid) => { ${code} }]);`);
}

/** The variables of the cases, and the loop that runs them. @param {string} untracked */
function harness(untracked) {
  return `var cases = [], lines = [], observers = [];
  var E = (name) => document.createElement(name);
  var show = (value) => value === undefined ? "undefined" : value instanceof Node || typeof value === "function" ? String(value) : value;
  var log = (...values) => { lines.push(values.map(show)); };
  var once = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));
  var url = (id, text = "", delay = 0) => "/log/" + id + "?" + new URLSearchParams({ text, delay });
  var free = (id) => "https://${untracked}/" + id + ".js";
  var watch = (target) => {
    const observer = new MutationObserver((records) => records.forEach((it) => log("record", it.type, it.target.localName,
      it.attributeName, it.oldValue, [...it.addedNodes].map((node) => node.nodeName), [...it.removedNodes].map((node) => node.nodeName))));
    observer.observe(target, { childList: true, subtree: true, attributes: true, characterData: true, attributeOldValue: true });
    observers.push(observer);
  };
  var late = () => new Promise((_, fail) => setTimeout(fail, 3000, new Error("no end within 3 s")));
  var turn = () => new Promise((done) => setTimeout(done));
  var runCases = async () => {
    const outcome = self.outcome = {};
    for (const [id, n, code] of cases) {
      const container = document.body.appendChild(E("div"));
      try { log("returned", await Promise.race([code(container, n), late()])); } catch (error) { log("threw", error.constructor.name, error.name, error.message); }
      await turn();
      observers.splice(0).forEach((observer) => observer.disconnect());
      outcome[id] = lines.splice(0);
      container.remove();
    }
    return outcome;
  };`;
}

/** Returns every case. @returns {string[][]} id and code of each case */
export function cases() {
  const text = readFileSync(new URL('cases.txt', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return rows.map((row) => {
    const [id, ...code] = row.split(' | ');
    return [id.trim(), code.join(' | ').trim()];
  });
}
