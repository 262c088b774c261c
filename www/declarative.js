/**
 * @file Declarative shadow roots that the browser makes of a string.
 *
 * Threat: nobody can look into a closed one, so a frame in it would load unseen when its host is inserted. So the
 * browser is asked for an open one, and the page reads it as closed.
 */

import { parseInert } from './inert.js';
import {
  attrName,
  attributeOf,
  attributesOf,
  exec,
  found,
  isClonable,
  localNameOf,
  maybe,
  own,
  query,
  shadowRootOf,
  slice,
  templateContentOf,
} from './natives.js';
import { candidates } from './request.js';
import { keepClonable } from './shadow-clones.js';
import { rememberShadow } from './shadows.js';
import { armed } from './styles.js';
import { isWithoutPolicy, trustedHTML } from './trusted.js';
import { hide } from './written-shadows.js';

/** What is put behind the name of a template whose shadow root is to be open: the first `shadowrootmode` counts. */
export const OPEN = ' shadowrootmode="open"';

const TEMPLATE = /<template(?=[\t\n\f\r />])/gi;
const MARK = '/consent-gate-';

/**
 * Whether markup may have declarative shadow roots.
 * @param {string} html
 */
export const hasShadows = (html) => found(/shadowrootmode/i, html);

/** @param {any} template */
export const isClosed = (template) =>
  found(/^closed$/i, attributeOf(template, 'shadowrootmode') ?? '');

/**
 * Returns the markup with every closed shadow root open, as the type that it came in.
 * @param {any} html a string or TrustedHTML
 * @returns {any}
 */
export function openShadows(html) {
  const text = `${html}`;
  if (!found(/closed/i, text) || isWithoutPolicy()) return html;
  /** @type {Set<string>} */
  const closed = own(new Set());
  // A number behind each name shows which of them the parser reads as tags.
  const numbered = edited(text, (i, next) => `${MARK}${i}${found(/\s/, next) ? '/' : ''}`);
  collectClosed(parseInert(trustedHTML(numbered)), closed);
  if (closed.size === 0) return html;
  const open = edited(text, (i) => (closed.has(`${MARK}${i}`) ? OPEN : ''));
  return typeof html === 'string' ? open : trustedHTML(open);
}

/**
 * @param {any} root
 * @param {Set<string>} into the marks of closed templates
 */
function collectClosed(root, into) {
  const templates = query(root, 'template');
  for (let i = 0; i < templates.length; i += 1) {
    if (isClosed(templates[i])) into.add(`/${attrName(attributesOf(templates[i])[0])}`);
    const content = maybe(templateContentOf, templates[i]);
    if (content) collectClosed(content, into);
  }
}

/**
 * @param {string} text
 * @param {(i: number, next: string) => string} added what to put behind the name of template `i`
 */
function edited(text, added) {
  let result = '';
  let done = 0;
  for (let i = 0; ; i += 1) {
    TEMPLATE.lastIndex = done;
    const match = exec(TEMPLATE, text);
    if (!match) return result + slice(text, done);
    const end = match.index + match[0].length;
    result += slice(text, done, end) + added(i, text[end]);
    done = end;
  }
}

/**
 * Remembers the shadow roots that the browser has made below `root`.
 * @param {any} root
 * @param {any} given the markup as the page gave it
 * @param {any} opened what `openShadows` has made of it
 */
export function meetShadows(root, given, opened) {
  // Which root came from which template cannot be told: where there are both, all stay open.
  meet(root, opened !== given && !found(/shadowrootmode\s*=\s*["']?open/i, `${given}`));
}

/**
 * @param {any} root
 * @param {boolean} closed whether the page is to read them as closed
 */
function meet(root, closed) {
  const elements = query(root, '*');
  for (let i = 0; i < elements.length; i += 1) {
    const shadow = shadowRootOf(elements[i]);
    const inner = shadow ?? (isTemplate(elements[i]) && maybe(templateContentOf, elements[i]));
    if (inner) meet(inner, closed);
    if (!shadow) continue;
    if (closed) hide(shadow);
    if (isClonable(shadow)) keepClonable(elements[i], shadow, null);
    if (armed || candidates(shadow)) rememberShadow(shadow);
  }
}

/** @param {any} element */
export const isTemplate = (element) => localNameOf(element) === 'template';
