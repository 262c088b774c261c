/**
 * @file Random HTML from a grammar: ordinary markup, raw text elements, foreign content, templates, comments, and tags
 * with errors that tokenizers handle differently.
 */
import { cssText, inSrcdoc, urlFor } from './values.mjs';

/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {import('./values.mjs').Context} Context */
/** @typedef {(random: Random, context: Context, depth: number) => string} Rule */

/** Pieces without a URL. */
const PLAIN = [
  '<p>one', '<b>two</b>', '<i>', '</i>', '<div>', '</div>', '<br>', '</p>', '<ul><li>a<li>b</ul>', '<table><tr><td>x',
  '<table><b>foster', '</table>', '<select><option>a<option>b</select>', '<textarea>t</textarea>', '<svg><g/></svg>',
  '<math><mi>x</mi></math>', '<template><b>in</b></template>', '<!-- c -->', '<!-->', '<!--x--!>', '<![CDATA[x]]>',
  '<svg><![CDATA[<b>]]></svg>', '&amp;', '&lt;b&gt;', '&#x41', 'text', ' ', '\n', '\0', '<b', '<b a=">"', "<b a='", '</',
  '<a <b>', '<?pi?>', '<x-a></x-a>', '<x-b src=1></x-b>', '<a href="#x">l</a>', '<form><input name=a></form>',
  '<details open><summary>s</summary>d</details>', '<dialog open>d</dialog>', '<frameset>', '<html lang=de>',
  '<body class=x>', '<head>', '</body>', '</html>', '<plaintext>', '<noembed><b></noembed>', '<noframes><b></noframes>',
  '<math><annotation-xml encoding="text/html"><p>x</p></annotation-xml></math>', '<svg><title><p>x</title></svg>',
  '<svg><foreignObject><p>x</p></foreignObject></svg>', '<ruby>a<rt>b</ruby>', '<button>b</button>', '<slot name=s></slot>',
]; // prettier-ignore

/** @type {Rule[]} */
const RULES = [
  (random, context) => `<img src=${quoted(random, urlFor(random, context, 'png'))}${handler(random)}>`,
  (random, context) => `<img srcset=${quoted(random, `${urlFor(random, context, 'png')} 2x`)}>`,
  (random, context) => `<iframe src=${quoted(random, urlFor(random, context, 'html'))}${handler(random)}></iframe>`,
  (random, context) => `<IFRAME/SRC=${quoted(random, urlFor(random, context, 'html'))}>x</iframe>`,
  (random, context, depth) => `<iframe srcdoc="${attribute(markup(random, inSrcdoc(context), depth - 1))}"></iframe>`,
  (random, context) => `<script${random.pick(['', ' async', ' defer', ' type=module'])} src=${quoted(random, urlFor(random, context, 'js'))}></script>`,
  (random) => `<script>log("inline")</script>${random.pick(['', '<p>'])}`,
  (random) => `<script type=${random.pick(['text/plain', 'module', '"text/javascript"', 'x'])}>log("typed")</script>`,
  (random, context) => `<link rel=stylesheet href=${quoted(random, urlFor(random, context, 'css'))}>`,
  (random, context) => `<link rel=${random.pick(['preload as=script', 'icon', 'prefetch', 'modulepreload'])} href=${quoted(random, urlFor(random, context, 'js'))}>`,
  (random, context) => `<style>${cssText(random, context)}</style>`,
  (random, context) => `<p style="${attribute(`background:url(${urlFor(random, context, 'png')})`)}">s</p>`,
  (random, context) => `<video src=${quoted(random, urlFor(random, context, 'mp4'))} poster=${quoted(random, urlFor(random, context, 'png'))}></video>`,
  (random, context) => `<audio><source src=${quoted(random, urlFor(random, context, 'mp4'))}></audio>`,
  (random, context) => `<picture><source srcset=${quoted(random, urlFor(random, context, 'png'))}><img></picture>`,
  (random, context) => `<object data=${quoted(random, urlFor(random, context, 'svg'))}></object>`,
  (random, context) => `<embed src=${quoted(random, urlFor(random, context, 'svg'))}>`,
  (random, context) => `<input type=image src=${quoted(random, urlFor(random, context, 'png'))}>`,
  (random, context) => `<svg><image href=${quoted(random, urlFor(random, context, 'png'))} /></svg>`,
  (random, context) => `<svg><script href=${quoted(random, urlFor(random, context, 'js'))}></script></svg>`,
  (random, context) => `<svg><use xlink:href=${quoted(random, `${urlFor(random, context, 'svg')}#a`)} /></svg>`,
  (random, context) => `<table background=${quoted(random, urlFor(random, context, 'png'))}><tr><td>t</table>`,
  (random, context) => `<a href=${quoted(random, urlFor(random, context, 'html'))} ping=${quoted(random, urlFor(random, context, 'json'))}>a</a>`,
  (random, context, depth) => `<noscript>${markup(random, context, depth - 1)}</noscript>`,
  (random, context, depth) => `<template>${markup(random, context, depth - 1)}</template>`,
  (random, context, depth) => `<div><template shadowrootmode=${random.pick(['open', 'closed', 'open shadowrootclonable', 'open shadowrootserializable'])}>${markup(random, context, depth - 1)}</template></div>`,
  (random, context, depth) => `<textarea>${markup(random, context, depth - 1)}</textarea>`,
  (random, context, depth) => `<title>${markup(random, context, depth - 1)}</title>`,
  (random, context, depth) => `<xmp>${markup(random, context, depth - 1)}</xmp>`,
  (random, context, depth) => `<!--${markup(random, context, depth - 1)}-->`,
  (random, context, depth) => `<p title="${attribute(markup(random, context, depth - 1))}">t</p>`,
  (random, context, depth) => `<svg><desc>${markup(random, context, depth - 1)}</desc></svg>`,
  (random, context, depth) => `<math><mtext>${markup(random, context, depth - 1)}</mtext></math>`,
  (random, context, depth) => `<table>${markup(random, context, depth - 1)}</table>`,
  (random, context, depth) => `<select>${markup(random, context, depth - 1)}</select>`,
  (random, context, depth) => `<div>${markup(random, context, depth - 1)}</div>`,
]; // prettier-ignore

/**
 * Returns random markup.
 * @param {Random} random @param {Context} context @param {number} [depth] of nesting
 * @returns {string}
 */
export function markup(random, context, depth = 2) {
  let text = '';
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const plain = depth <= 0 || random.chance(45);
    text += plain ? random.pick(PLAIN) : random.pick(RULES)(random, context, depth);
  }
  return random.chance(8) ? text.slice(0, random.below(text.length + 1)) : text;
}

/** @param {string} text @returns {string} as the value of a quoted attribute */
const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** @param {Random} random @param {string} value */
function quoted(random, value) {
  const text = attribute(value);
  if (random.chance(70)) return `"${text}"`;
  return random.chance(50) && !text.includes("'")
    ? `'${text}'`
    : text.replaceAll(' ', '%20') || '""';
}

/** @param {Random} random */
const handler = (random) =>
  random.pick(['', '', ' onload=\'log("load")\'', ' onerror=\'log("error")\'']);
