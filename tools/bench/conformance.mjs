/**
 * @file What each consent tool stops, keeps and breaks: entry points, order, static tags, transparency and real loaders,
 * in Chromium, by what the server saw. Prints one table and keeps the figures of a whole run.
 * In Firefox and WebKitGTK (`CONSENT_GATE_BROWSER`) the entry points alone are measured, without a tool and with the gate.
 * `VECTORS=regex` and `TOOLS=a,b` for parts, printed only; `PER_CLASS=n` or `MINUTES=n` for an evenly spread sample of
 * the vectors, which is kept as one; `PARTS=entries` or `PARTS=others` leaves the rest out. What other tools have shown
 * with the same vectors is taken over from the last run (`conformance/earlier.mjs`); `ALL=1` tries everything again.
 */
import { env, exit } from 'node:process';
import { ENGINE, startWorld } from '../../tests/pages/support/browser.mjs';
import { Earlier } from './conformance/earlier.mjs';
import { Bench, measureEntries, measureParts } from './conformance/measure.mjs';
import { NO_TOOL, PEERS } from './conformance/peers.mjs';
import { undisturbed } from './conformance/pulse.mjs';
import { startAll, table } from './conformance/rows.mjs';
import { start } from './conformance/visit.mjs';
import { keep, kept, versionsOf } from './results.mjs';

/** @typedef {import('./conformance/rows.mjs').Conformance} Conformance */

const { VECTORS = '', TOOLS, PER_CLASS, MINUTES, PARTS, ALL } = env;
const KEPT = ENGINE === 'chromium' ? 'conformance' : `conformance-${ENGINE}`;
const elsewhere = ENGINE !== 'chromium';
const names = elsewhere ? ['consent-gate'] : TOOLS?.split(',');
const wanted = PEERS.filter(({ name }) => names?.includes(name) ?? true);

const world = await startWorld();
const { started, rows } = await startAll([NO_TOOL, ...wanted], (tool) =>
  undisturbed(() => start(world, tool)),
);
for (const { name, problem } of rows) console.error(`${name}: ${problem ?? 'started'}`);
const bench = new Bench(world, started, rows);
if (PARTS !== 'entries' && !elsewhere) await measureParts(bench);
const earlier = new Earlier(ALL ? undefined : kept(KEPT), world.browser.version());
const sample = { earlier, perClass: optional(PER_CLASS), minutes: optional(MINUTES) };
const entries =
  PARTS === 'others'
    ? { tried: 0, all: 0, outcomes: {}, texts: {} }
    : await measureEntries(bench, { pattern: VECTORS, ...sample });

/** @type {Conformance} */
const data = { sampled: entries.tried < entries.all, ...entries, tools: rows };
console.log(table(data));
const reason = reasonNotToKeep(data);
if (reason) console.log(`\nNot kept: ${reason}.`);
else keep(KEPT, versions(), data);
exit(0); // Pages that wait for what never comes would keep the process for a while.

/** A part of the run says nothing for the whole, and a smaller sample takes no place of a larger one. @param {Conformance} run */
function reasonNotToKeep({ tried, outcomes, tools }) {
  if (VECTORS || TOOLS || PARTS) return 'only a part was asked for';
  const before = kept(KEPT)?.data.tried ?? 0;
  if (before > tried) return `the run that is kept has tried ${before} vectors, this one ${tried}`;
  const failed = Math.max(...tools.map(({ total }) => total?.failed ?? 0));
  if (failed > Object.keys(outcomes).length / 50) return `${failed} pages gave no answer`;
  return undefined;
}

function versions() {
  return { [ENGINE]: world.browser.version(), ...versionsOf(wanted.map(({ name }) => name)) };
}

/** @param {string | undefined} text */
function optional(text) {
  return text === undefined ? undefined : Number(text);
}
