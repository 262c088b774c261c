/**
 * @file Writes the tables of config keys in the manual from `schemas/config.schema.json`. With `--check` it changes
 * nothing, and fails where a page differs from the schema.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Schema a part of a JSON Schema, as far as the tables need it
 * @property {string} [description]
 * @property {unknown} [default]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {string} [type]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {Schema} [items]
 * @property {Schema[]} [anyOf]
 * @property {string} [$ref]
 * @property {Record<string, Schema>} [properties]
 * @property {Record<string, Schema>} [definitions]
 */

/** Each page with tables, and where in the schema each table's keys are. */
const TABLES = [
  ['docs/configuration.md', 'config', ''],
  ['docs/configuration.md', 'vendor', 'vendor'],
  ['docs/configuration.md', 'feature', 'feature'],
  ['docs/banner.md', 'banner', 'banner'],
];

/**
 * The table of one object's keys, as Markdown.
 * @param {Schema} schema the whole schema
 * @param {string} name of a definition; empty for the config itself
 */
export function table(schema, name) {
  const { properties = {} } = (name && schema.definitions?.[name]) || schema;
  const rows = Object.entries(properties).map(([key, value]) => row(key, value, schema));
  return ['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** @param {string} key @param {Schema} property @param {Schema} schema */
function row(key, property, schema) {
  const meaning = property.description ?? resolve(property, schema).description ?? '';
  const usual = 'default' in property ? code(property.default) : '';
  const cells = [`\`${key}\``, values(property, schema), usual, meaning];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The values that a key takes, in words. @param {Schema} property @param {Schema} schema @returns {string} */
function values(property, schema) {
  const { anyOf, enum: words, type, items, minimum, maximum, ...rest } = resolve(property, schema);
  if (anyOf) return anyOf.map((each) => values(each, schema)).join(' or ');
  if (words) return words.map(code).join(', ');
  if ('const' in rest) return code(rest.const);
  if (items) return `list of ${plural(items, schema)}`;
  if (maximum !== undefined) return `${type}, ${minimum} to ${maximum}`;
  return type === 'integer' ? 'whole number' : String(type);
}

/** @param {Schema} items @param {Schema} schema */
const plural = (items, schema) =>
  (items.anyOf ?? [items]).map((each) => `${values(each, schema)}s`).join(' or ');

/** @param {Schema} property @param {Schema} schema @returns {Schema} */
function resolve(property, schema) {
  const name = property.$ref?.replace('#/definitions/', '');
  return (name && schema.definitions?.[name]) || property;
}

/** @param {unknown} value */
const code = (value) => `\`${JSON.stringify(value)}\``;

/**
 * The text of a page with a new table between the marks of its name.
 * @param {string} page @param {string} name @param {string} text
 */
export function replaceBetweenMarks(page, name, text) {
  const [begin, end] = [`<!-- ${name} keys: begin -->`, `<!-- ${name} keys: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the marks of the table "${name}" are missing`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}

/** Writes or checks all tables. Returns the pages that differ from the schema. @param {boolean} check */
function run(check) {
  const schema = JSON.parse(readFileSync('schemas/config.schema.json', 'utf8'));
  return TABLES.filter(([path, name, definition]) => {
    const page = readFileSync(path, 'utf8');
    const fresh = replaceBetweenMarks(page, name, table(schema, definition));
    if (!check) writeFileSync(path, fresh);
    return check && fresh !== page;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = run(process.argv.includes('--check'));
  for (const [path, name] of stale)
    console.error(`${path}: the table "${name}" is stale: run node tools/config_table.mjs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}
