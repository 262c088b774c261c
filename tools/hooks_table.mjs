/**
 * @file Writes `docs/hooks.md`, the list of every browser member that the gate replaces, from
 * `tests/pages/enumeration/hooks.txt`, which a test compares with the browser. With `--check` it changes nothing, and
 * fails where the page differs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LIST = 'tests/pages/enumeration/hooks.txt';
const PAGE = 'docs/hooks.md';

const HEAD = `# Hooks

Every member of the browser's interfaces that the gate replaces, by what the hook does. \`Name.\` is a static member.
A test compares this list with the browser (\`tests/pages/enumeration.test.mjs\`), and \`node tools/hooks_table.mjs\` writes this page.
A hook asks whether something is held, and never knows a vendor. [How requests are held](holding.md) describes the rest.
`;

/**
 * One row of the list.
 * @typedef {object} Hook
 * @property {string} role what the hook does
 * @property {string} file relative to \`www/hooks\`, without its extension
 * @property {string} owner an interface, an interface and a dot, or `window`
 * @property {string[]} names
 * @property {string} [when] the condition under which it is installed, if it is not always
 */

/** Reads the list. @param {string} text @returns {Hook[]} */
export function parse(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [role, file, members, when] = line.split(' | ');
    const [owner, names] = members.split(': ');
    if (names === undefined) throw new Error(`${LIST}: "${line}" has no members`);
    return { role, file, owner, names: names.split(' '), when };
  });
}

/** Makes the page. @param {Hook[]} hooks @returns {string} */
export function page(hooks) {
  const roles = [...new Set(hooks.map(({ role }) => role))];
  return [HEAD, ...roles.map((role) => section(role, hooks))].join('\n');
}

/** @param {string} role @param {Hook[]} hooks */
function section(role, hooks) {
  const rows = hooks.filter((hook) => hook.role === role).map(row);
  const title = role[0].toUpperCase() + role.slice(1);
  return `## ${title}\n\n| interface | members | file |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** @param {Hook} hook */
function row({ file, owner, names, when }) {
  const path = new URL(`../www/hooks/${file}.ts`, import.meta.url);
  if (!existsSync(path)) throw new Error(`${LIST}: there is no www/hooks/${file}.ts`);
  const members = names.map((name) => `\`${name}\``).join(', ');
  const shown = new URL(`${file}.ts`, 'file:///www/hooks/').pathname.slice(1);
  const condition = when ? `; ${when}` : '';
  return `| \`${owner}\` | ${members}${condition} | [${shown}](../${shown}) |`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = page(parse(readFileSync(LIST, 'utf8')));
  if (!process.argv.includes('--check')) writeFileSync(PAGE, text);
  else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== text) {
    console.error(`${PAGE} differs from ${LIST}: run node tools/hooks_table.mjs`);
    process.exitCode = 1;
  }
}
