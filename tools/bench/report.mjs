/**
 * @file Makes charts, `docs/measured.md` and the short figures of the manual out of `bench/results/`. What a bench has not
 * measured is left out, and no figure is typed by hand.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { bars } from './report/chart.mjs';
import { SECTIONS } from './report/sections.mjs';
import { insert } from './figures.mjs';
import { kept } from './results.mjs';

const CHARTS = 'docs/charts';

/**
 * One part of the page.
 * @param {import('./report/sections.mjs').Section} section
 */
function partOf({ name, title, bench, charts, text, table }) {
  const result = kept(name);
  if (!result) return [];
  const files = charts(result.data).map((chart) => {
    writeFileSync(`${CHARTS}/${chart.id}.svg`, bars(chart));
    return `![${chart.title}](charts/${chart.id}.svg)`;
  });
  const versions = Object.entries(result.versions).map(([it, version]) => `${it} ${version}`);
  const command = `./build.sh bench ${bench}`.trim();
  const foot = `${result.measured}, ${result.machine}. ${versions.join(', ')}. \`${command}\``;
  return [
    `## ${title}`,
    text(result.data),
    ...files,
    rowsOf(table(result.data)),
    `<sub>${foot}</sub>`,
  ];
}

/** A table in Markdown. @param {string[][]} rows the head first */
const rowsOf = ([head, ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

mkdirSync(CHARTS, { recursive: true });
const parts = SECTIONS.flatMap(partOf);
const intro =
  '# Measured\n\nWritten by `./build.sh bench --report` from `bench/results/`; each part says when and on which machine. A ratio within one run says more than a time.';
writeFileSync('docs/measured.md', `${[intro, ...parts].join('\n\n')}\n`);
const lines = SECTIONS.flatMap(({ name, line }) => {
  const result = kept(name);
  return result ? [`* ${line(result.data)}`] : [];
});
insert('bench report', lines.join('\n'));
console.log(`docs/measured.md: ${parts.length ? 'written' : 'nothing has been measured yet'}`);
