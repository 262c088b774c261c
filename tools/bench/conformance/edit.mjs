/**
 * @file Static markup as the documentation of a tool tells a site's owner to write it. An owner reads the page and edits
 * it by hand; here it is done tag by tag, and only where a tag names a tracked host. Attribute values are left alone, so
 * that markup inside of `srcdoc` stays unchanged: it is another document, without the tool.
 */

/**
 * One tag of a page.
 * @typedef {object} Tag
 * @property {string} name in lower case
 * @property {string} attributes in their written form, with the space in front
 * @property {string} text of a script, else ""
 * @property {string} whole the written tag
 */

/** @typedef {(tag: Tag) => string} Rewrite gives the tag as the owner writes it, or unchanged */

const ATTRIBUTES = `((?:"[^"]*"|'[^']*'|[^"'>])*)`;
const TAGS = new RegExp(
  `<(script)\\b${ATTRIBUTES}>([^]*?)</script>|<([a-z]+)\\b${ATTRIBUTES}>`,
  'gi',
);

/** What an inline script says that cannot run before its library: its owner makes it wait, too. */
const LIBRARY = /\bgoogle\.maps\b/;

/**
 * Edits the tags that name a tracked host.
 * @param {string} markup @param {RegExp} tracked @param {Rewrite} rewrite
 */
export function editTags(markup, tracked, rewrite) {
  return markup.replace(TAGS, (whole, script, attributes, text, other, others) => {
    const tag = { whole, name: (script ?? other).toLowerCase(), attributes: attributes ?? others };
    const inline = script && !hasAttribute(tag.attributes, 'src') && LIBRARY.test(text);
    if (!tracked.test(whole) && !inline) return whole;
    return rewrite({ ...tag, text: text ?? '' });
  });
}

/** @param {string} attributes @param {string} name */
export const hasAttribute = (attributes, name) =>
  new RegExp(`(?<=^|[\\s"'])${name}\\s*=`, 'i').test(attributes);

/**
 * The value of an attribute, without its quotes.
 * @param {string} attributes @param {string} name
 */
export function valueOf(attributes, name) {
  const value = new RegExp(
    `(?<=^|[\\s"'])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`,
    'i',
  ).exec(attributes);
  return value?.[1] ?? value?.[2] ?? value?.[3];
}

/** Gives an attribute another name. @param {string} attributes @param {string} from @param {string} to */
export const renamed = (attributes, from, to) =>
  attributes.replace(new RegExp(`(?<=^|[\\s"'])${from}(?=\\s*=)`, 'i'), to);

/** Takes an attribute out. @param {string} attributes @param {string} name */
export const without = (attributes, name) =>
  attributes.replace(
    new RegExp(`(?<=^|[\\s"'])${name}\\s*=\\s*(?:"[^"]*"|'[^']*'|[^\\s>]+)`, 'i'),
    '',
  );

/**
 * A script that does not run, its type kept where the tool looks for it.
 * @param {Tag} tag @param {string} type that no browser runs @param {string} more attributes that the tool asks for
 * @param {string} [kept] the attribute for the own type
 */
export function inertScript({ attributes, text }, type, more, kept) {
  const own = valueOf(attributes, 'type');
  const keeps = kept && own ? ` ${kept}="${own}"` : '';
  return `<script type="${type}"${keeps}${more}${without(attributes, 'type')}>${text}</script>`;
}

/** A tag with other attributes. @param {Tag} tag @param {string} attributes */
export const tagWith = ({ name, text }, attributes) =>
  `<${name}${attributes}>${name === 'script' ? `${text}</script>` : ''}`;
