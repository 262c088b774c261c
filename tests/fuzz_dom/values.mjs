/**
 * @file Random arguments of operations, one generator for each type of the table. A value is JSON: `@7` is the result
 * of operation 7, `~null` one of the special values, anything else is literal, and in a string `{u:7.png}` is a URL of
 * an untracked host and `{t:7.png}` of the tracked one.
 */
import { markup } from './markup.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/**
 * The values that have been generated so far.
 * @typedef {object} Context
 * @property {import('./generate.mjs').Mode} mode
 * @property {'page' | 'static' | 'written' | 'srcdoc'} place the destination of the value
 * @property {{ name: string, type: string }[]} slots results of operations
 * @property {{ count: number }} urls the number of URLs
 */

/** Special values by name. `player.mjs` makes them. */
export const SPECIAL = [
  'undefined',
  'null',
  'NaN',
  'symbol',
  'throws',
  'counts',
  'object',
  'array',
  'function',
  'zero',
];

const TAGS = [
  'div', 'p', 'b', 'span', 'script', 'script', 'script', 'iframe', 'iframe', 'img', 'img', 'link', 'style', 'style', 'template',
  'object', 'embed', 'video', 'audio', 'source', 'track', 'input', 'form', 'a', 'table', 'tr', 'td', 'select', 'option',
  'textarea', 'noscript', 'base', 'meta', 'svg', 'slot', 'x-a', 'x-b', 'x-c', 'button', 'details', 'dialog', 'picture', 'frame', 'frameset', 'area', 'body', 'head', 'html', 'IMG', 'bad name', 'col', 'title', 'portal', 'canvas',
]; // prettier-ignore

const SVG_TAGS = ['svg', 'script', 'image', 'use', 'a', 'style', 'rect', 'set', 'animate', 'feImage', 'foreignObject', 'title', 'x:image', 'iframe']; // prettier-ignore

const NAMES = [
  'src', 'src', 'srcset', 'href', 'href', 'data', 'poster', 'type', 'type', 'rel', 'async', 'defer', 'id', 'class', 'style',
  'srcdoc', 'sandbox', 'loading', 'onload', 'onerror', 'onclick', 'name', 'nonce', 'integrity', 'as', 'media', 'ping',
  'background', 'xlink:href', 'language', 'sizes', 'imagesrcset', 'crossorigin', 'SRC', 'data-x', 'is', 'slot', 'disabled',
  'content', 'http-equiv', 'to', 'attributeName', 'values', 'code', 'action', 'formaction', 'target', 'nomodule', 'for', 'event', 'title', 'hidden', 'popover', 'bad name', '', 'xmlns', 'fetchpriority', 'blocking', 'charset',
]; // prettier-ignore

const PROPERTIES = [
  'src', 'srcset', 'href', 'data', 'poster', 'type', 'rel', 'async', 'defer', 'id', 'className', 'srcdoc', 'loading',
  'onload', 'onerror', 'name', 'nonce', 'integrity', 'as', 'media', 'ping', 'text', 'textContent', 'innerText', 'outerText',
  'innerHTML', 'outerHTML', 'nodeValue', 'title', 'hidden', 'value', 'background', 'noModule', 'crossOrigin', 'charset',
  'currentSrc', 'complete', 'isConnected', 'baseURI', 'ownerDocument', 'parentNode', 'firstChild', 'lastChild', 'nextSibling',
  'children', 'childNodes', 'attributes', 'classList', 'relList', 'sandbox', 'dataset', 'shadowRoot', 'localName', 'tagName', 'prefix',
  'namespaceURI', 'nodeName', 'nodeType', 'style', 'sheet', 'disabled', 'content', 'contentDocument', 'contentWindow', 'action', 'target',
  'width', 'naturalWidth', 'event', 'htmlFor', 'referrerPolicy', 'fetchPriority', 'assignedSlot', 'slot', 'open', 'ariaLabel', 'htmlFor', 'isContentEditable', 'lang', 'hash', 'host', 'origin', 'protocol', 'pathname', 'length', 'form', 'elements', 'firstElementChild', 'childElementCount', 'data', 'wholeText', 'parentElement', 'nextElementSibling', 'previousSibling', 'clonable', 'mode', 'delegatesFocus', 'host', 'activeElement', 'adoptedStyleSheets', 'styleSheets',
]; // prettier-ignore

const TYPES = ['', 'text/javascript', 'module', 'text/plain', 'importmap', 'application/json', 'TEXT/JAVASCRIPT', 'text/javascript ', 'speculationrules', 'image', 'image/svg+xml', 'text/css', 'text/html', 'javascript/blocked']; // prettier-ignore

/** Selectors that name no source of a held element: docs/limits.md lists those as visible. */
const SELECTORS = ['*', 'div', 'script', 'iframe', 'img', '[id]', ':defined', 'p > b', '.x', ':empty', ':not(p)', ':first-child', 'style', 'svg *', '[class]', ':has(img)', ':bad', '[onload]', 'template', '[name]', ':nth-child(2n)', 'x-a']; // prettier-ignore

const EVENTS = ['click', 'load', 'error', 'input', 'x', 'toggle', 'beforescriptexecute', 'slotchange', 'focus', 'submit', 'DOMContentLoaded', 'message', 'readystatechange']; // prettier-ignore

/**
 * Returns a URL for a kind of file. Each has a different number, which identifies it in a request.
 * @param {Random} random @param {Context} context @param {string} extension
 * @returns {string}
 */
export function urlFor(random, context, extension) {
  const number = (context.urls.count += 1);
  const file = `${number}.${extension}`;
  if (mayBeTracked(context, extension) && random.chance(55)) return `{t:${file}}`;
  if (random.chance(40)) return `{u:${file}}`;
  if (random.chance(50)) return `/${file}`;
  return random.pick(ODD_URLS).replaceAll('$', file);
}

/**
 * Returns whether a URL may be a tracked one. The preload scanner may request URLs of static markup. A script or a
 * style sheet that does not answer would block the parser in the page without the gate. A `srcdoc` is held as a whole:
 * in the page without the gate, it would not wait.
 * @param {Context} context @param {string} extension
 */
function mayBeTracked({ mode, place }, extension) {
  if (mode === 'untracked' || place === 'static') return false;
  if (mode === 'tracked' && place === 'srcdoc') return false;
  return mode === 'requests' || place === 'page' || !/js|css/.test(extension);
}

/** Returns the context of markup in a `srcdoc`, unless it is static. @param {Context} context  @returns {Context} */
export const inSrcdoc = (context) =>
  context.place === 'static' ? context : { ...context, place: 'srcdoc' };

const ODD_URLS = [
  '', ' ', '#a', '?q', 'about:blank', 'about:srcdoc', 'data:,x', 'data:text/html,<b>d</b>', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
  'data:text/javascript,log("data")', 'javascript:void 0', 'javascript:"<b>j</b>"', ' /$ ', '\t/$\n', '//', 'https://', 'https://[x', 'HTTPS:$', '/\\$', './$', 'blob:x', 'mailto:a', 'x:y',
]; // prettier-ignore

/**
 * Returns random CSS.
 * @param {Random} random @param {Context} context
 * @returns {string}
 */
export function cssText(random, context) {
  const url = () => urlFor(random, context, 'png');
  return random.pick([
    () => 'p { color: red }',
    () => `p { background: url(${url()}) }`,
    () => `p { background-image: url("${url()}"), url('${url()}') }`,
    () => `@import "${urlFor(random, context, 'css')}";`,
    () => `@import url(${urlFor(random, context, 'css')}) screen; b { color: blue }`,
    () => `@font-face { font-family: f; src: url(${urlFor(random, context, 'woff2')}) }`,
    () => `@media screen { div { background: image-set(url(${url()}) 1x) } }`,
    () => `p { background: u\\72l(${url()}) } /* url(${url()}) */`,
    () => 'p { color: red; } }',
    () => `p { background: url(${url()}`,
    () => `:host { --u: url(${url()}); background: var(--u) }`,
  ])();
}

/** @param {Random} random @param {string} name of the attribute or property @param {Context} context @returns {unknown} */
function valueOf(random, name, context) {
  const known = name.toLowerCase().replace('xlink:', '');
  if (/^(src|href|data|poster|ping|background|code|action|formaction|to|values)$/.test(known))
    return urlFor(random, context, random.pick(['png', 'js', 'html', 'css', 'svg']));
  if (known === 'srcset' || known === 'imagesrcset')
    return `${urlFor(random, context, 'png')} 1x, ${urlFor(random, context, 'png')} 2x`;
  if (known === 'type' || known === 'language') return random.pick(TYPES);
  if (known === 'rel') return random.pick(['stylesheet', 'preload', 'icon', 'alternate stylesheet', 'modulepreload', 'prefetch', '', 'next', 'preconnect', 'dns-prefetch']); // prettier-ignore
  if (known === 'as') return random.pick(['script', 'style', 'image', 'font', 'fetch', '']);
  if (known.startsWith('on')) return random.pick(['log("handler")', '', 'log(event.type)', ')']);
  if (known === 'style') return `background: url(${urlFor(random, context, 'png')}); color: red`;
  if (known === 'srcdoc') return markup(random, inSrcdoc(context));
  if (known === 'innerhtml' || known === 'outerhtml') return markup(random, context);
  if (known === 'sandbox') return random.pick(['', 'allow-scripts', 'allow-same-origin', 'allow-scripts allow-same-origin']); // prettier-ignore
  if (/^(text|textcontent|innertext|outertext|nodevalue|data)$/.test(known))
    return random.pick([
      'log("text")',
      'p { color: blue }',
      'a',
      '',
      '\n',
      cssText(random, context),
    ]);
  if (known === 'loading') return random.pick(['lazy', 'eager', '']);
  if (known === 'http-equiv') return random.pick(['x-ua-compatible', 'content-language']);
  if (known === 'is') return random.pick(['x-a', 'x-c', '']);
  if (known === 'attributename') return random.pick(['href', 'x', 'fill']);
  return random.pick(['', 'a', '1', 'x y', 'screen', 'anonymous', 'A', true, 5, null, 's']);
}

/** Generators of literal arguments by type. @type {Record<string, (random: Random, context: Context, before: any[]) => unknown>} */
const LITERALS = {
  tag: (random) => random.pick(TAGS),
  svgtag: (random) => random.pick(SVG_TAGS),
  ns: (random) => random.pick(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xhtml', 'http://www.w3.org/1998/Math/MathML', '', 'x', 'http://www.w3.org/1999/xlink']), // prettier-ignore
  // No other namespace: only code that plays against the gate adds a second attribute named `type` or `src`.
  attrns: (random) => random.pick(['', '~null', 'http://www.w3.org/1999/xlink']),
  name: (random) => random.pick(NAMES),
  prop: (random) => random.pick(PROPERTIES),
  value: (random, context, before) => valueOf(random, String(before.at(-1)), context),
  html: (random, context) => markup(random, context),
  text: (random, context) =>
    random.pick(['log("text")', 'a', '', '<b>', 'log("t");log("u")', cssText(random, context)]),
  css: (random, context) => cssText(random, context),
  selector: (random) => random.pick(SELECTORS),
  event: (random) => random.pick(EVENTS),
  bool: (random) => random.pick([true, false]),
  n: (random) => random.below(6),
  big: (random) => random.below(40),
  where: (random) => random.pick(['beforebegin', 'afterbegin', 'beforeend', 'afterend', 'BeforeEnd', 'no']), // prettier-ignore
  mode: (random) => random.pick(['open', 'closed', 'open', 'no']),
  mime: (random) => random.pick(['text/html', 'application/xhtml+xml', 'text/xml', 'image/svg+xml', 'no']), // prettier-ignore
  url: (random, context) => urlFor(random, context, random.pick(['png', 'js', 'html', 'json'])),
  scripturl: (random, context) => urlFor(random, context, 'js'),
  frameurl: (random, context) => urlFor(random, context, 'html'),
  imageurl: (random, context) => urlFor(random, context, 'png'),
  property: (random) => random.pick(['background', 'background-image', 'color', 'cursor', 'content', '--x', 'list-style', 'mask', 'bad', 'backgroundImage', 'cssFloat', 'font']), // prettier-ignore
  cssvalue: (random, context) => random.pick([`url(${urlFor(random, context, 'png')})`, 'red', '', 'bad bad', `url("${urlFor(random, context, 'png')}") no-repeat`]), // prettier-ignore
};

/** The slots that an argument takes. @type {Record<string, string[]>} */
const TAKES = {
  node: ['element', 'frame', 'text', 'fragment', 'node'],
  child: ['element', 'element', 'frame', 'text', 'fragment', 'node'],
  parent: ['element', 'element', 'element', 'frame', 'fragment', 'shadow'],
  element: ['element', 'frame'],
  shadow: ['shadow'],
  document: ['document'],
  range: ['range'],
  attr: ['attr'],
  sheet: ['sheet'],
  frame: ['frame'],
  charas: ['text'],
  root: ['element', 'frame', 'shadow', 'fragment', 'document'],
};

/**
 * Returns a random argument of a type, or `undefined` if there is no slot that fits.
 * @param {Random} random @param {Context} context @param {string} type @param {any[]} before the arguments before it
 * @returns {unknown}
 */
export function argument(random, context, type, before) {
  if (random.chance(2)) return `~${random.pick(SPECIAL)}`;
  if (LITERALS[type]) return LITERALS[type](random, context, before);
  const types = TAKES[type];
  if (!types) throw new RangeError(`no argument is called '${type}'`);
  const fitting = context.slots.filter((slot) => types.includes(slot.type));
  if (fitting.length === 0) return undefined;
  // Recent results are more likely to be of interest.
  const recent = random.chance(50) ? fitting.slice(-4) : fitting;
  return `@${random.pick(recent).name}`;
}
