/**
 * @file Shows values and trees as text that is the same in two pages. The function is sent to the page as text, so it
 * uses nothing of this file.
 */

/**
 * Returns functions that show values as code sees them.
 * @param {{ tracked: string, untracked: string }} world hosts @param {() => boolean} mayNumber whether a node that is
 * shown for the first time gets a number
 */
export function presentation(world, mayNumber) {
  const names = new WeakMap();
  /** @type {Record<string, number>} */
  const counts = {};
  const { apply } = Reflect;
  const tagOf = Object.prototype.toString;

  const nameOf = (/** @type {any} */ object, /** @type {string} */ kind) => {
    if (names.has(object)) return names.get(object);
    if (!mayNumber()) return `${kind}#new`; // The time of an event must not change the numbers of nodes of later steps.
    const name = `${kind}#${(counts[kind] = (counts[kind] ?? 0) + 1)}`;
    names.set(object, name);
    return name;
  };
  const clean = (/** @type {string} */ text) =>
    text
      .replaceAll(world.tracked, 'tracked')
      .replaceAll(world.untracked, 'untracked')
      .replaceAll(location.host, 'site');

  /** @type {(value: any, depth?: number) => string} */
  const show = (value, depth = 2) => {
    if (typeof value === 'string') return JSON.stringify(clean(value));
    if (typeof value === 'symbol') return String(value);
    if (typeof value === 'function') return `function ${value.name}`;
    if (value === null || typeof value !== 'object')
      return Object.is(value, -0) ? '-0' : String(value);
    if (value === window) return 'window';
    const type = apply(tagOf, value, []).slice(8, -1);
    if (typeof value.nodeType === 'number') return nameOf(value, String(value.nodeName));
    if (type === 'Attr') return nameOf(value, 'Attr');
    const isList = Array.isArray(value) || /^(NodeList|HTMLCollection|NamedNodeMap|DOMTokenList|CSSRuleList|FileList)$/.test(type); // prettier-ignore
    if (!isList || depth <= 0) return `[${type}]`;
    const items = Array.from({ length: value.length }, (_, i) => value[i]);
    if (type === 'NamedNodeMap')
      return `${type}(${items.map((it) => `${it.name}=${show(it.value)}`).join(' ')})`;
    return `${type}(${items.map((it) => show(it, depth - 1)).join(', ')})`;
  };

  const problem = (/** @type {any} */ error) =>
    error instanceof Error || apply(tagOf, error, []) === '[object DOMException]'
      ? `${error.constructor.name} ${error.name}: ${clean(error.message)}`
      : `thrown ${show(error)}`;

  const attributesOf = (/** @type {any} */ element) =>
    Array.from(element.attributes, (/** @type {any} */ it) => {
      const prefix = it.namespaceURI ? `{${it.namespaceURI}}` : '';
      return ` ${prefix}${it.name}=${JSON.stringify(clean(it.value))}`;
    }).join('');

  const NAMESPACE = 'http://www.w3.org/1999/xhtml';
  /** @type {(node: any, frames: boolean, indent?: string) => string} */
  const tree = (node, frames, indent = '') => {
    const inner = (/** @type {any} */ it, /** @type {string} */ label) =>
      `${indent}  ${label}\n${tree(it, frames, `${indent}    `)}`;
    let text = '';
    if (node.nodeType === 1) {
      const space = node.namespaceURI === NAMESPACE ? '' : `{${node.namespaceURI}}`;
      text = `${indent}<${space}${node.nodeName}${attributesOf(node)}>\n`;
      if (node.shadowRoot) text += inner(node.shadowRoot, 'shadow root');
      if (node.localName === 'template' && node.content) text += inner(node.content, 'content');
      if (frames && /^i?frame$/.test(node.localName)) text += framed(node, inner);
    } else if (node.nodeType === 3 || node.nodeType === 8 || node.nodeType === 4) {
      text = `${indent}${node.nodeName} ${JSON.stringify(clean(node.data))}\n`;
    } else if (node.nodeType === 10) text = `${indent}<!doctype ${node.name}>\n`;
    for (const child of node.childNodes) text += tree(child, frames, `${indent}  `);
    return text;
  };
  const framed = (/** @type {any} */ frame, /** @type {Function} */ inner) => {
    try {
      const { contentDocument: it } = frame;
      return it ? inner(it, `document ${clean(it.URL)} ${it.compatMode}`) : '';
    } catch (error) {
      return `  ${problem(error)}\n`;
    }
  };

  return { show, problem, tree, clean };
}
