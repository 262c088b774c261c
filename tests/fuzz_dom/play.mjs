/**
 * @file Plays a case in two pages, without the gate and with it, and collects the observations of the pages and the
 * server.
 */
import { inScript } from '../pages/support/pages.mjs';
import { PATIENT } from '../pages/support/scenario.mjs';
import { frameText, javascript, html, scriptText, standIn } from '../pages/support/stand_ins.mjs';
import { operationsAsCode } from './operations.mjs';
import { player } from './player.mjs';
import { presentation } from './presentation.mjs';
import { defineElements } from './reactions.mjs';
import { special } from './special.mjs';

/** @typedef {import('../pages/support/browser.mjs').World} World */
/** @typedef {import('../pages/support/browser.mjs').Visit} Visit */
/** @typedef {import('./generate.mjs').Case} Case */
/** @typedef {import('./generate.mjs').Step} Step */
/** @typedef {import('./player.mjs').Recording} Recording */

/**
 * The observations of one page.
 * @typedef {object} Outcome
 * @property {Recording} before observations of the page without consent
 * @property {Recording} [after] observations after consent, in mode `tracked`
 * @property {string[]} requests requests at the server, except for the tracked host, sorted
 * @property {string[]} early requests for the tracked host before consent, sorted
 * @property {string[]} late the same at the end
 * @property {string[]} ran marks of scripts that have run, sorted
 */

/** Events that reveal when a held request has loaded. */
const QUIET = ['readystatechange', 'DOMContentLoaded'];

/** Milliseconds after which a document that is still being parsed is compared in its present state. */
const PARSER = 3000;

/** The parts of the player. */
const PARTS = `{ presentation: ${presentation}, special: ${special}, defineElements: ${defineElements} }`;

/**
 * Plays a case in one page.
 * @param {World} world @param {Case} given @param {boolean} gate
 * @returns {Promise<Outcome>}
 */
export async function playOnce(world, given, gate) {
  const hosts = world.hosts();
  const { chunks, body, rest } = layOut(given.steps, hosts);
  const quiet = given.mode === 'tracked' ? [...QUIET, 'load', 'error'] : QUIET;
  const settings = { tracked: hosts.tracked, untracked: hosts.untracked, quiet };
  const code = `(${player})(${operationsAsCode()}, ${JSON.stringify(chunks)}, ${JSON.stringify(settings)}, ${PARTS});`;
  /** @type {Record<string, import('../pages/support/stand_ins.mjs').Answer>} */
  const files = { '/player.js': javascript(code) };
  if (!gate) files['/consent-gate.js'] = javascript('');
  for (const host of Object.values(hosts)) world.server.on(host, sameForAll);
  const open = gate || given.mode !== 'tracked' ? () => {} : world.server.hold(hosts.tracked);
  const head = '<script src="/player.js"></script>';
  const until = /** @type {const} */ ('commit');
  const page = { site: hosts.site, head, body, files, config: PATIENT, until };
  return world.visit(page, (visit) => outcomeOf(visit, given, hosts, rest, { gate, open }));
}

/**
 * Responds like a stand-in, with marks that contain only the file: the hosts of two pages differ.
 * @param {{ host: string, path: string, dest: string }} request
 */
function sameForAll({ host, path, dest }) {
  const id = path.slice(1);
  if (/^i?frame$|^document$|^object$|^embed$/.test(dest) || path.endsWith('.html'))
    return html(frameText(id));
  if (path.endsWith('.js') && dest !== 'image') return javascript(scriptText(id));
  return standIn({ host, path, dest });
}

/**
 * @param {Visit} visit @param {Case} given @param {ReturnType<World['hosts']>} hosts
 * @param {number} rest @param {{ gate: boolean, open: () => void }} release
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(visit, given, hosts, rest, { gate, open }) {
  await visit.run(WAIT);
  await visit.run(`fuzz.rest(${rest})`);
  await settle(visit, hosts);
  const names = {
    [hosts.tracked]: 'tracked',
    [hosts.untracked]: 'untracked',
    [hosts.site]: 'site',
  };
  const asked = (/** @type {(host: string) => boolean} */ wanted) =>
    requestsOf(visit, Object.keys(names).filter(wanted))
      .map(({ host, path, dest, method }) => `${names[host]}${path} ${dest} ${method}`)
      .sort();
  const isTracked = (/** @type {string} */ host) => host === hosts.tracked;
  const before = await visit.run('fuzz.recording()');
  const early = asked(isTracked);
  let after;
  if (given.mode !== 'untracked') {
    if (gate) await visit.grantAll();
    else open();
    await settle(visit, hosts);
    after = await visit.run('fuzz.recording()');
  }
  const ran = await visit.run('__ran.map(({ id, kind }) => id + " " + kind).sort()');
  return {
    before,
    after,
    early,
    late: asked(isTracked),
    requests: asked((host) => !isTracked(host)),
    ran,
  };
}

/** @param {Visit} visit @param {string[]} hosts */
const requestsOf = (visit, hosts) =>
  hosts
    .flatMap((host) => visit.log.requests(host))
    .filter(({ path }) => !path.startsWith('/control'));

/** Waits until the page has been parsed, or will not be. */
const WAIT = `new Promise((done) => {
  if (document.readyState !== "loading") return done();
  document.addEventListener("readystatechange", () => done(), { once: true });
  setTimeout(done, ${PARSER});
})`;

/**
 * Waits until the server receives no new request of the page between two controls.
 * @param {Visit} visit @param {ReturnType<World['hosts']>} hosts
 */
async function settle(visit, hosts) {
  const all = Object.values(hosts);
  for (let heard = -1; ;) {
    const now = requestsOf(visit, all).length;
    if (now === heard) return;
    heard = now;
    await visit.run(`fuzz.settle(["https://${hosts.site}/control", "https://${hosts.untracked}/control"])`); // prettier-ignore
  }
}

/**
 * Makes the page's body: static markup and the scripts between it.
 * @param {Step[]} steps @param {{ tracked: string, untracked: string }} hosts
 * @returns {{ chunks: Step[][], body: string, rest: number }} `rest`: the first chunk after parsing
 */
function layOut(steps, hosts) {
  /** @type {Step[][]} */
  const chunks = [[]];
  const loaded = steps.findIndex(([, id]) => id === 'loaded');
  const parsed = loaded < 0 ? steps : steps.slice(0, loaded);
  const script = () => `<script>${inScript(`fuzz.play(${chunks.length - 1})`)}</script>`;
  let body = '<div id="box"></div>';
  for (const step of parsed) {
    if (step[1] !== 'static') {
      chunks[chunks.length - 1].push(step);
      continue;
    }
    body += script() + withUrls(String(step[2]), hosts);
    chunks.push([]);
  }
  body += script();
  const rest = chunks.push([]) - 1;
  for (const step of loaded < 0 ? [] : steps.slice(loaded + 1)) {
    if (step[1] === 'turn') chunks.push([]);
    else chunks[chunks.length - 1].push(step);
  }
  return { chunks: chunks.map((chunk) => chunk.filter(([, id]) => id !== 'turn')), body, rest };
}

/** @param {string} text @param {{ tracked: string, untracked: string }} hosts */
const withUrls = (text, { tracked, untracked }) =>
  text.replaceAll(/\{([tu]):(\d+\.\w+)\}/g, (_, kind, file) => `https://${kind === 't' ? tracked : untracked}/${file}`); // prettier-ignore
