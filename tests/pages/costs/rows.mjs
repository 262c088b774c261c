/**
 * @file Content that could make the gate slow. A row is code that runs in a page with the gate and in one without.
 *
 * `act`, and `prepare`, which is not measured, have these variables: `n`, a number; `host`, an element of the page;
 * `E`, which makes an element; `held`, the start of a URL that the gate holds; `images`, which puts held images into
 * `host`; `written`, which writes texts into a frame that it opens; and `late`, which calls a function from a script
 * that is released after parsing, and does nothing without the gate.
 */

/**
 * @typedef {object} Row
 * @property {number} n the row is measured with this number, and with four times as much
 * @property {number} ratio greatest ratio of the time to the time in a page without the gate
 * @property {string} act
 * @property {string} [prepare]
 */

/** @type {Record<string, Row>} */
export const ROWS = {
  'written: attribute values that stay open': {
    n: 10_000,
    ratio: 20,
    act: `written('<img alt="'.repeat(n))`,
  },
  'written: names in end tags': { n: 5_000, ratio: 20, act: `written('</a <img x>'.repeat(n))` },
  'written: names in end tags, in pieces': {
    n: 2_000,
    ratio: 20,
    act: `written(...Array(n).fill('</a <img x>'))`,
  },
  // The browser drops each of these tags at once, so reading them takes many times as long as the browser's work.
  'written: tags that a frameset ignores': {
    n: 5_000,
    ratio: 40,
    act: `written('<frameset>' + '<img x>'.repeat(n))`,
  },
  'written: names as attributes': {
    n: 2_500,
    ratio: 40,
    act: `written('<img ' + '<img '.repeat(n) + '>')`,
  },
  'written: many attributes in pieces': {
    n: 2_500,
    ratio: 20,
    act: `written('<img ', ...Array.from({ length: n }, (_, i) => 'a' + i + '="" '), '>')`,
  },
  'written: a comment in pieces': {
    n: 2_500,
    ratio: 60,
    act: `written('<!--', ...Array(n).fill('<img src=a> '), '-->')`,
  },
  'written: the text of a script in pieces': {
    n: 2_500,
    ratio: 20,
    act: `written('<script>', ...Array(n).fill('a = 1 < b; '), '</' + 'script>')`,
  },
  'written: the text of a style in pieces': {
    n: 2_500,
    ratio: 20,
    act: `written('<style>', ...Array(n).fill('a { color: red } '), '</style>')`,
  },
  'written: plain markup': {
    n: 2_500,
    ratio: 5,
    act: `written('<p class=a>text <b>bold</b></p>'.repeat(n))`,
  },
  'written late, in pieces': {
    n: 500,
    ratio: 60,
    act: `return late(() => { for (let i = 0; i < n; i += 1) document.write('<p>' + i + ' <b>bold</b></p>') })`,
  },
  'written late, in an open table': {
    n: 500,
    ratio: 60,
    act: `return late(() => { document.write('<table>'); for (let i = 0; i < n; i += 1) document.write('<tr><td>' + i + '</td></tr>') })`,
  },
  'written late, half a tag at a time': {
    n: 500,
    ratio: 60,
    act: `return late(() => { for (let i = 0; i < n; i += 1) { document.write('<p title='); document.write('a>' + i); document.write('</p') } document.write('>') })`,
  },
  'trees of rows, cells, links, inputs and comments': {
    n: 1_000,
    ratio: 2.5,
    act: `for (let i = 0; i < n; i += 1) {
      const row = E('tr');
      const link = E('a');
      link.href = '#';
      link.append('text', document.createComment(''));
      row.insertBefore(E('td'), null).append(link, E('input'));
      const all = document.createDocumentFragment();
      all.appendChild(row);
      host.appendChild(all);
    }`,
  },
  'blank frames': {
    n: 20,
    ratio: 8,
    act: `for (let i = 0; i < n; i += 1) host.append(E('iframe'))`,
  },
  'innerHTML of held images': {
    n: 500,
    ratio: 4,
    prepare: 'images(n)',
    act: 'for (let i = 0; i < 10; i += 1) host.innerHTML',
  },
  'innerHTML beside held images': {
    n: 500,
    ratio: 2,
    prepare: `images(n); self.other = document.body.appendChild(E('div')); other.innerHTML = '<p title=a class=c>text</p>'.repeat(4 * n)`,
    act: 'for (let i = 0; i < 10; i += 1) other.innerHTML',
  },
  'innerHTML of held images, one of which changes': {
    n: 500,
    ratio: 5,
    prepare: 'images(n)',
    act: 'for (let i = 0; i < 10; i += 1) { host.firstChild.title = i; host.innerHTML }',
  },
  'getHTML of held images': {
    n: 500,
    ratio: 4,
    prepare: 'images(n)',
    act: 'for (let i = 0; i < 10; i += 1) host.getHTML()',
  },
  'XMLSerializer of held images': {
    n: 500,
    ratio: 10,
    prepare: 'images(n)',
    act: 'for (let i = 0; i < 10; i += 1) new XMLSerializer().serializeToString(host)',
  },
  'reads of attributes of held images': {
    n: 500,
    ratio: 20,
    prepare: 'images(n)',
    act: `for (const it of host.children) for (let i = 0; i < 10; i += 1) it.getAttribute('src') + it.getAttribute('alt')`,
  },
  'reads of a held image with many attributes': {
    n: 500,
    ratio: 20,
    prepare: `host.innerHTML = '<img src="' + held + '" ' + Array.from({ length: n }, (_, i) => 'a' + i).join(' ') + '>'`,
    act: `for (let i = 0; i < n; i += 1) host.firstChild.getAttribute('a' + i)`,
  },
  'shallow copies of an element with many images': {
    n: 500,
    ratio: 20,
    prepare: `host.innerHTML = '<img>'.repeat(n)`,
    act: 'for (let i = 0; i < n; i += 1) host.cloneNode(false)',
  },
  'rules of a sheet': {
    n: 500,
    ratio: 20,
    prepare: `self.sheet = host.appendChild(E('style')).sheet`,
    act: `for (let i = 0; i < n; i += 1) sheet.insertRule('.a' + i + '{color:red}', i)`,
  },
  'style, again and again': {
    n: 5_000,
    ratio: 20,
    act: `for (let i = 0; i < n; i += 1) host.style.left = i + 'px'`,
  },
  'srcset of many candidates': {
    n: 5_000,
    ratio: 40,
    act: `E('img').srcset = Array.from({ length: n }, (_, i) => '/a' + i + ' ' + (i + 1) + 'w').join()`,
  },
  'import map of many entries': {
    n: 1_000,
    ratio: 40,
    act: `host.append(Object.assign(E('script'), { type: 'importmap', text: JSON.stringify({ imports: Object.fromEntries(Array.from({ length: n }, (_, i) => ['a' + i, '/a' + i])) }) }))`,
  },
  'shadow hosts in shadow trees': {
    n: 100,
    ratio: 40,
    act: `let at = host; for (let i = 0; i < n; i += 1) at = at.attachShadow({ mode: 'open' }).appendChild(E('div')); at.append(Object.assign(E('img'), { src: held }))`,
  },
};
