/** @file A blocking script finds itself as the last one in the document, and the page is unchanged after it has run. */
import { JQUERY, tag } from './tags.mjs';

/** @typedef {import("../support/scenario.mjs").Scenario} Scenario */

/** Expressions by which scripts find their element. */
const LOOKS = {
  'document.scripts': 'document.scripts[document.scripts.length - 1]',
  'document.scripts, item': 'document.scripts.item(document.scripts.length - 1)',
  'document.scripts, at': 'Array.from(document.scripts).at(-1)',
  'document.scripts, spread': '[...document.scripts].pop()',
  'document.scripts, slice': 'Array.prototype.slice.call(document.scripts, -1)[0]',
  'document.scripts, by a name':
    "document.scripts.namedItem('a') && document.scripts['a'] && document.currentScript",
  getElementsByTagName:
    "(function () { const s = document.getElementsByTagName('script'); return s[s.length - 1] })()",
  'getElementsByTagName in capitals':
    "(function () { const s = document.getElementsByTagName('SCRIPT'); return s[s.length - 1] })()",
  'getElementsByTagName of all': "[].slice.call(document.getElementsByTagName('*')).pop()",
  'getElementsByTagName of the body':
    "[].slice.call(document.body.getElementsByTagName('script')).pop()",
  'getElementsByTagName of the root':
    "[].slice.call(document.documentElement.getElementsByTagName('script')).pop()",
  querySelectorAll: "[...document.querySelectorAll('script')].pop()",
  'querySelectorAll of those with an id': "[...document.querySelectorAll('script[id]')].at(-1)",
  'querySelectorAll, forEach':
    "(function () { let last; document.querySelectorAll('script').forEach((s) => (last = s)); return last })()",
  'querySelectorAll of the body': "[...document.body.querySelectorAll('script')].pop()",
  'currentScript or the last':
    'document.currentScript || document.scripts[document.scripts.length - 1]',
  'the last child of the last child':
    "(function last(e) { return e.nodeName.toLowerCase() === 'script' ? e : last(e.lastChild) })(document)",
  'the last child of its parent': 'document.currentScript.parentNode.lastElementChild',
  'jQuery, last': "jQuery('script').last()[0]",
};

/** Later reads of the page: kept lists, own properties and their values. */
const AFTER = `[
  [document, document.body, document.documentElement].map((node) => [Object.getOwnPropertyNames(node), node.lastChild.nodeName]),
  ['getElementsByTagName', 'querySelectorAll'].map((name) => [document.body[name]('script').length, document[name].name]),
  document.scripts[document.scripts.length - 1].id]`;

const later = () => `<p><b>later</b></p><script>1</script><div><script>2</script></div>`;

/** @type {Record<string, Scenario>} */
export const LAST = {};
for (const [name, look] of Object.entries(LOOKS)) {
  const text = `note(((s) => s && s.id)(${look}));`;
  LAST[`${name}, external`] = {
    head: ({ url }) => tag(url('freejq')),
    body: ({ url }) => `<div>${tag(url('a'), 'id=a')}</div>${later()}${tag(url('b'), 'id=b')}`,
    answers: { freejq: { body: JQUERY } },
    text: { a: text, b: text },
    order: ['a', 'a', 'b', 'b'],
    look: AFTER,
  };
  // One statement: if a script has several, only those that need the library wait.
  const inOne = `note([google.maps.v, ((s) => s && s.id)(${look})][1]);`;
  LAST[`${name}, inline`] = {
    head: ({ url }) => tag(url('freejq')),
    body: ({ url }) => `${tag(url('map'), '')}<div><script id=a>${inOne}</script></div>${later()}`,
    answers: { freejq: { body: JQUERY } },
    text: { map: 'self.google = { maps: { v: 1 } };' },
    order: ['map', 'a'],
    look: AFTER,
  };
}

/** @type {Record<string, Scenario>} */
const OTHERS = {
  'a list that is kept': {
    body: ({ url }) => tag(url('a')) + later(),
    text: {
      a: "self.kept = document.scripts; self.tags = document.getElementsByTagName('script');",
    },
    order: ['a'],
    look: '[kept.length === document.scripts.length, kept[kept.length - 1] === document.scripts[kept.length - 1], kept instanceof HTMLCollection, tags.length === kept.length]',
  },
  'where a widget puts itself': {
    body: ({ url }) => `<p>one</p>${tag(url('a'))}<p>two</p>${later()}`,
    text: {
      a: `{ const s = document.getElementsByTagName('script'), last = s[s.length - 1];
        last.parentNode.insertBefore(Object.assign(document.createElement('i'), { textContent: 'widget' }), last) }`,
    },
    order: ['a'],
    look: 'document.body.innerHTML',
  },
  'a page that replaces the functions meanwhile': {
    body: ({ url }) => tag(url('a')) + later(),
    text: { a: 'document.querySelectorAll = () => 7;' },
    order: ['a'],
    look: '[document.querySelectorAll(), Object.getOwnPropertyNames(document).includes("querySelectorAll")]',
  },
};
Object.assign(LAST, OTHERS);
