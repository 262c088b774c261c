/** @file Declarative shadow roots, built by hand where the browser's own parser would hide a held frame in one. */

import {
  appendChild,
  attachShadow,
  attributeOf,
  hasAttribute,
  parentOf,
  query,
  removeNode,
  templateContentOf,
} from './natives.js';
import { keepClonable } from './shadow-clones.js';
import { rememberShadow } from './shadows.js';

/**
 * The templates below `root` that stand for shadow roots.
 * @param {any} root
 * @returns {ArrayLike<any>}
 */
export const templatesIn = (root) => query(root, 'template[shadowrootmode]');

/**
 * Makes shadow roots of all of them, as the parser would (HTML, "A start tag whose tag name is template").
 * @param {any} root
 */
export function buildShadows(root) {
  const templates = templatesIn(root);
  for (let i = 0; i < templates.length; i += 1) buildShadow(templates[i]);
}

/** @param {any} template */
function buildShadow(template) {
  const has = (/** @type {string} */ name) => hasAttribute(template, `shadowroot${name}`);
  const mode = (attributeOf(template, 'shadowrootmode') ?? '').toLowerCase();
  try {
    const host = parentOf(template);
    const init = { mode, delegatesFocus: has('delegatesfocus'), serializable: has('serializable') };
    const shadow = attachShadow(host, init);
    if (has('clonable')) keepClonable(host, shadow, init);
    const content = templateContentOf(template);
    buildShadows(content);
    appendChild(shadow, content);
    rememberShadow(shadow);
    removeNode(template);
  } catch {
    // No valid host or mode: the parser leaves the template as it is, and so do we.
  }
}
