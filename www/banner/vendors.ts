/**
 * @file Facts about vendors: from `vendors.json`, which is loaded when the second layer is opened, with the changes of
 * the site's config. For a vendor that is not in the file, only the rows of the report are known.
 */

import { isCategory } from './draft-choice.ts';
import { reportProblem, config, fileUrl, gate } from './capabilities.ts';
import { readJson } from './texts.ts';
import type { Category, Row } from '../consent-gate.d.ts';

/** An item about which the visitor can choose separately: a vendor, or a feature (then `vendor` is the vendor's id). */
export interface Item {
  id: string;
  vendor?: string;
  name: string;
  category: Category;
  /** Loads without a consent */
  exempt?: boolean;
  /** May run as soon as analytics or marketing may */
  loader?: boolean;
  reason?: string;
}
export type Cookie = {
  name: string;
  kind?: string;
  age: string;
  host?: string;
  unverified?: boolean;
};
export type Vendor = Item & { features: Item[]; cookies: Cookie[] };

/** A row of `vendors.json`. Missing members have a default (`complete`). */
type VendorRow = Partial<Omit<Vendor, 'features'>> & {
  id: string;
  features?: (Partial<Item> & { id: string })[];
};
/** A row of the file before it is checked. The server may have sent another file. */
type UncheckedRow = {
  [Name in keyof VendorRow]?: unknown;
} & { features?: UncheckedRow[]; cookies?: { name?: unknown; age?: unknown }[] };
/** A row of the report that has a vendor. It then has a category, too. */
type VendorRequest = Row & { vendor: string; category: Category };
/** The overrides in the site's config for a vendor or a feature. */
type Changes = { category?: unknown; consent?: unknown; features?: Record<string, unknown> };

let known: Promise<Map<string, Vendor>> | undefined;

/** Returns every vendor by its id, including those that the page has requested so far. Never fails. */
export async function loadVendors() {
  const vendors = await (known ??= read().then(withSite));
  for (const row of gate.report()) if (row.vendor) fromReport(vendors, row as VendorRequest);
  return vendors;
}

async function read(): Promise<VendorRow[]> {
  const url = fileUrl('vendors.json');
  try {
    const rows = await readJson(url);
    if (!Array.isArray(rows) || !rows.length || !rows.every(isRow))
      throw new Error('it is another file');
    return rows;
  } catch (error) {
    known = undefined; // Loaded again when the dialog is opened again.
    reportProblem(`${url} cannot be read, and companies are shown by their ids: ${error}`);
    return [];
  }
}

const isNamed = (row: UncheckedRow) =>
  typeof Object(row).id === 'string' &&
  row.id !== '' &&
  (row.category === undefined || isCategory(row.category));

/** Returns whether this is a valid row of `vendors.json`. Checks only members that are read here. */
const isRow = (row: UncheckedRow): row is VendorRow =>
  isNamed(row) &&
  typeof row.name === 'string' &&
  [row.features, row.cookies].every((list) => list === undefined || Array.isArray(list)) &&
  (row.features ?? []).every(isNamed) &&
  (row.cookies ?? []).every(
    (it) => typeof Object(it).name === 'string' && typeof it.age === 'string',
  );

/** @param rows of `vendors.json` */
function withSite(rows: VendorRow[]) {
  const vendors: Map<string, Vendor> = new Map(rows.map((row) => [row.id, complete(row)]));
  const changed: Record<string, Changes | null> = Object(config().vendors);
  for (const [id, changes] of Object.entries(changed)) {
    const vendor = vendors.get(id) ?? complete({ id });
    changeVendor(vendor, changes);
    const parts: Record<string, Changes | null> = Object(changes?.features);
    for (const [name, more] of Object.entries(parts)) change(featureOf(vendor, name), more);
    vendors.set(id, vendor);
  }
  return vendors;
}

function complete({
  id,
  name = id,
  category = 'marketing',
  features = [],
  cookies = [],
  ...rest
}: VendorRow): Vendor {
  const vendor: Vendor = { ...rest, id, name, category, cookies, features: [] };
  for (const { id: part, ...facts } of features)
    Object.assign(featureOf(vendor, part), { exempt: false }, facts);
  return vendor;
}

/** Returns the feature of this name. A new one gets the facts of its vendor. */
function featureOf(vendor: Vendor, part: string): Item {
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

/** Applies an override to a vendor and to the features that do not differ from it; `required` applies to all. */
function changeVendor(vendor: Vendor, changes: Changes | null) {
  const { category, exempt } = vendor;
  const required = changes?.consent === 'required';
  for (const item of [vendor, ...vendor.features]) {
    if (item.category === category && !item.exempt === !exempt) change(item, changes);
    else if (required) change(item, { consent: 'required' });
  }
}

const ALIASES: Map<unknown, unknown> = new Map([
  ['analytical', 'analytics'],
  ['advertising', 'marketing'],
]);

/** Applies an override. A necessary item needs no consent, and one that needs consent is not necessary. */
function change(item: Item, changes: Changes | null) {
  const { category, consent }: Changes = Object(changes);
  const known = ALIASES.get(category) ?? category;
  if (isCategory(known)) item.category = known;
  if (consent === 'exempt' || consent === 'required') item.exempt = consent === 'exempt';
  else if (category === 'necessary') item.exempt = true;
  if (!item.exempt && item.category === 'necessary') item.category = 'functional';
}

function fromReport(
  vendors: Map<string, Vendor>,
  { vendor: id, feature, category }: VendorRequest,
) {
  const vendor = vendors.get(id) ?? complete({ id, category });
  vendors.set(id, vendor);
  if (feature) featureOf(vendor, feature);
}
