/**
 * @file What is known about vendors: `vendors.json`, loaded when the second layer is opened, as the site's config
 * changes it. A vendor that the file does not have is known by what the report says.
 */

import { CATEGORIES } from './choice.js';
import { complain, config, fileUrl, gate } from './powers.js';
import { readJson } from './texts.js';

/**
 * Something about which the visitor can choose by itself: a vendor, or a feature (then `vendor` is the vendor's id).
 * @typedef {object} Item
 * @property {string} id
 * @property {string} [vendor]
 * @property {string} name
 * @property {string} category
 * @property {boolean} [exempt] loads without a consent
 * @property {boolean} [loader] may run once analytics or marketing may
 * @property {string} [reason]
 */
/** @typedef {{ name: string, kind?: string, age: string, host?: string, unverified?: boolean }} Cookie */
/** @typedef {Item & { features: Item[], cookies: Cookie[] }} Vendor */

/** @type {Promise<Map<string, Vendor>> | undefined} */
let known;

/** Every vendor by its id, those included that the page has asked for by now. Never fails. */
export async function loadVendors() {
  const vendors = await (known ??= read().then(withSite));
  for (const row of gate.report()) if (row.vendor) fromReport(vendors, row);
  return vendors;
}

/** @returns {Promise<any[]>} */
async function read() {
  const url = fileUrl('vendors.json');
  try {
    const rows = await readJson(url);
    if (!Array.isArray(rows) || !rows.length || !rows.every(isRow))
      throw new Error('it is another file');
    return rows;
  } catch (error) {
    known = undefined; // Asked for again when the dialog is opened again.
    complain(`${url} cannot be read, and companies are shown by their ids: ${error}`);
    return [];
  }
}

/** @param {any} row */
const isNamed = (row) =>
  typeof Object(row).id === 'string' &&
  row.id !== '' &&
  (row.category === undefined || CATEGORIES.includes(row.category));

/** Whether this is a row of our own file, as far as it is read here. @param {any} row */
const isRow = (row) =>
  isNamed(row) &&
  typeof row.name === 'string' &&
  [row.features, row.cookies].every((list) => list === undefined || Array.isArray(list)) &&
  (row.features ?? []).every(isNamed) &&
  (row.cookies ?? []).every(
    (/** @type {any} */ it) => typeof Object(it).name === 'string' && typeof it.age === 'string',
  );

/** @param {any[]} rows of `vendors.json` */
function withSite(rows) {
  /** @type {Map<string, Vendor>} */
  const vendors = new Map(rows.map((row) => [row.id, complete(row)]));
  for (const [id, changes] of Object.entries(
    /** @type {Record<string, any>} */ (Object(config().vendors)),
  )) {
    const vendor = vendors.get(id) ?? complete({ id });
    changeVendor(vendor, changes);
    for (const [name, more] of Object.entries(Object(changes?.features)))
      change(featureOf(vendor, name), more);
    vendors.set(id, vendor);
  }
  return vendors;
}

/** @param {any} row @returns {Vendor} */
function complete({ id, name = id, category = 'marketing', features = [], cookies = [], ...rest }) {
  const vendor = { ...rest, id, name, category, cookies, features: [] };
  for (const { id: part, ...facts } of features)
    Object.assign(featureOf(vendor, part), { exempt: false }, facts);
  return vendor;
}

/**
 * The feature of this name; a new one is as its vendor.
 * @param {Vendor} vendor
 * @param {string} part
 * @returns {Item}
 */
function featureOf(vendor, part) {
  const { id: owner, category, exempt } = vendor;
  const id = `${owner}/${part}`;
  let feature = vendor.features.find((one) => one.id === id);
  if (!feature) {
    const words = part.replace(/-/g, ' ');
    const name = words[0].toUpperCase() + words.slice(1);
    feature = { id, name, vendor: owner, category, exempt };
    vendor.features.push(feature);
  }
  return feature;
}

/**
 * What the site says of a vendor holds for its features as far as they did not differ from it; `required` for all.
 * @param {Vendor} vendor
 * @param {any} changes
 */
function changeVendor(vendor, changes) {
  const { category, exempt } = vendor;
  const required = changes?.consent === 'required';
  for (const item of [vendor, ...vendor.features]) {
    if (item.category === category && !item.exempt === !exempt) change(item, changes);
    else if (required) change(item, { consent: 'required' });
  }
}

const ALIASES = new Map([
  ['analytical', 'analytics'],
  ['advertising', 'marketing'],
]);

/** What is necessary needs no consent, and what needs one is not necessary. @param {Item} item @param {any} changes */
function change(item, changes) {
  const { category, consent } = Object(changes);
  const known = ALIASES.get(category) ?? category;
  if (CATEGORIES.includes(known)) item.category = known;
  if (consent === 'exempt' || consent === 'required') item.exempt = consent === 'exempt';
  else if (category === 'necessary') item.exempt = true;
  if (!item.exempt && item.category === 'necessary') item.category = 'functional';
}

/** @param {Map<string, Vendor>} vendors @param {any} row */
function fromReport(vendors, { vendor: id, feature, category }) {
  const vendor = vendors.get(id) ?? complete({ id, category });
  vendors.set(id, vendor);
  if (feature) featureOf(vendor, feature);
}
