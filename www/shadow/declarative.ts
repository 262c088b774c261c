/**
 * @file Declarative shadow roots that the browser makes of a string.
 *
 * Threat: a closed root cannot be read, so a frame in it would load without a verdict when its host is inserted. So the
 * browser makes an open root, and the page reads it as closed.
 */

import { parseInert } from '../platform/inert-document.ts';
import {
  attrName,
  attributeOf,
  attributesOf,
  exec,
  found,
  hasAttribute,
  isClonable,
  localNameOf,
  maybe,
  frozenMethods,
  query,
  setAttribute,
  shadowRootOf,
  slice,
  templateContentOf,
} from '../platform/primordials.ts';
import { candidates } from '../requests/element-request.ts';
import { keepClonable } from './clonable.ts';
import { rememberShadow } from './detached-roots.ts';
import { watchesAllCss } from '../requests/css-requests.ts';
import { isWithoutPolicy, trustedHTML } from '../platform/trusted-types.ts';
import { hide } from './closed-declarative.ts';
import type { SinkText } from '../platform/types-core.ts';

/** Inserted after the name of a template to make its shadow root open: the first `shadowrootmode` counts. */
const MODE = 'shadowrootmode';
export const OPEN = ` ${MODE}="open"`;

const TEMPLATE = /<template(?=[\t\n\f\r />])/gi;
const MARK = '/consent-gate-';

/** Returns whether markup may have declarative shadow roots. */
export const hasShadows = (html: string) => found(/shadowrootmode/i, html);

export const isClosed = (template: Element) =>
  found(/^closed$/i, attributeOf(template, MODE) ?? '');

/**
 * Returns the markup with every closed shadow root made open, in the type of `html`.
 * @param html a string or TrustedHTML
 */
export function openShadows(html: SinkText): SinkText {
  const text = `${html}`;
  if (!found(/closed/i, text) || isWithoutPolicy()) return html;
  const closed: Set<string> = frozenMethods(new Set());
  // A number after each name shows which of them the parser parses as tags.
  const numbered = edited(text, (i, next) => `${MARK}${i}${found(/\s/, next) ? '/' : ''}`);
  collectClosed(parseInert(trustedHTML(numbered)), closed);
  if (closed.size === 0) return html;
  const open = edited(text, (i) => (closed.has(`${MARK}${i}`) ? OPEN : ''));
  return typeof html === 'string' ? open : trustedHTML(open);
}

/** @param into the marks of closed templates */
function collectClosed(root: ParentNode, into: Set<string>) {
  const templates = query(root, 'template');
  for (let i = 0; i < templates.length; i += 1) {
    if (isClosed(templates[i])) into.add(`/${attrName(attributesOf(templates[i])[0])}`);
    const content = maybe(templateContentOf, templates[i]);
    if (content) collectClosed(content, into);
  }
}

/** @param added returns the text to insert after the name of template `i` */
function edited(text: string, added: (i: number, next: string) => string) {
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
 * Remembers the shadow roots that the browser has made in `root`.
 * @param given the page's markup
 * @param opened the result of `openShadows` for it
 */
export function rememberDeclared(root: ParentNode, given: SinkText, opened: SinkText) {
  // It is unknown which template a root belongs to. If there are open and closed ones, all stay open.
  rememberRootsIn(root, opened !== given && !found(/shadowrootmode\s*=\s*["']?open/i, `${given}`));
}

/** Remembers the roots in a tree. @param closed whether the page reads them as closed */
function rememberRootsIn(root: ParentNode, closed: boolean) {
  const elements = query(root, '*');
  for (let i = 0; i < elements.length; i += 1) {
    const shadow = shadowRootOf(elements[i]);
    const content = isTemplate(elements[i]) ? maybe(templateContentOf, elements[i]) : undefined;
    const inner = shadow ?? content;
    if (inner) rememberRootsIn(inner, closed);
    // The browser has made no root of it: its parent cannot have one, or has one.
    if (closed && content && hasAttribute(elements[i], MODE))
      setAttribute(elements[i], MODE, 'closed');
    if (!shadow) continue;
    if (closed) hide(shadow);
    if (isClonable(shadow)) keepClonable(elements[i], shadow, null);
    if (watchesAllCss || candidates(shadow)) rememberShadow(shadow);
  }
}

export const isTemplate = (element: Element) => localNameOf(element) === 'template';
