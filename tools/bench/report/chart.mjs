/**
 * @file A bar chart as SVG: one bar a row, its figure behind it. It reads in light and dark, and as text.
 */

/**
 * @typedef {object} Chart
 * @property {string} id of its file
 * @property {string} title
 * @property {string} unit
 * @property {[name: string, value: number, shown?: string][]} rows the first one is ours and gets the strong colour
 */

const [WIDTH, LEFT, RIGHT, ROW, TOP] = [720, 190, 110, 26, 44];

const STYLE = `text { font: 14px system-ui, sans-serif; fill: #1f2328 } .title { font-weight: 600 } .unit { fill: #59636e }
.bar { fill: #9aa7b5 } .own { fill: #0f766e } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .unit { fill: #9198a1 } .own { fill: #2dd4bf } }`;

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * @param {Chart} chart
 * @returns {string} the file
 */
export function bars({ title, unit, rows }) {
  const most = Math.max(...rows.map(([, value]) => value), 1e-9);
  const height = TOP + rows.length * ROW + 8;
  const body = rows.map((row, n) => bar(row, n, most)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${escaped(title)}, ${escaped(unit)}</title>
<style>${STYLE}</style>
<text class="title" x="0" y="18">${escaped(title)} <tspan class="unit" font-weight="400">${escaped(unit)}</tspan></text>
${body}
</svg>
`;
}

/** @param {Chart['rows'][number]} row @param {number} n @param {number} most */
function bar([name, value, shown = String(value)], n, most) {
  const y = TOP + n * ROW;
  const width = Math.max(1, (value / most) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  return `<text x="${LEFT - 10}" y="${y + 14}" text-anchor="end">${escaped(name)}</text><rect class="${n ? 'bar' : 'bar own'}" x="${LEFT}" y="${y}" width="${width}" height="18" rx="3"/><text x="${LEFT + Number(width) + 8}" y="${y + 14}">${escaped(shown)}</text>`;
}
