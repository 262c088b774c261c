/**
 * @file Static tags of third parties, and pages that hold them at each protection level. `strengths.test.mjs` checks
 * them and `tools/bench/static.mjs` counts requests.
 */
import { pageText } from './pages.mjs';
import { command, rewrite } from './rewrite.mjs';

/** Kinds of static tags; `$h` is a tracked host. The letters before the host identify the kind in the log. */
export const TAGS = {
  script: '<script src="https://script.$h/x.js"></script>',
  async: '<script async src="https://async.$h/x.js"></script>',
  defer: '<script defer src="https://defer.$h/x.js"></script>',
  module: '<script type="module" src="https://module.$h/x.js"></script>',
  img: '<img src="https://img.$h/x.png">',
  srcset: '<img srcset="https://srcset.$h/x.png 1x">',
  picture: '<picture><source srcset="https://picture.$h/x.png"><img alt=""></picture>',
  iframe: '<iframe src="https://iframe.$h/x.html"></iframe>',
  object: '<object data="https://object.$h/x.html"></object>',
  embed: '<embed src="https://embed.$h/x.html">',
  video: '<video preload="auto" src="https://video.$h/x.mp4"></video>',
  poster: '<video poster="https://poster.$h/x.png"></video>',
  input: '<input type="image" src="https://input.$h/x.png">',
  svgimage: '<svg width="9" height="9"><image href="https://svgimage.$h/x.png"/></svg>',
  style: '<link rel="stylesheet" href="https://style.$h/x.css">',
  preload: '<link rel="preload" as="script" href="https://preload.$h/x.js">',
  modulepreload: '<link rel="modulepreload" href="https://modulepreload.$h/x.js">',
  import: '<style>@import "https://import.$h/x.css";</style>',
  embedcode: '<embed type="text/html" code="https://embedcode.$h/x.html">',
  col: '<table width="90"><col background="https://col.$h/x.png"><tr><td>text</td></tr></table>',
  svgset:
    '<svg width="9" height="9"><image href="data:,"><set attributeName="href" to="https://svgset.$h/x.png"/></image></svg>',
  svgmask:
    '<svg width="9" height="9"><rect width="9" height="9" mask="url(https://svgmask.$h/x.svg#a)"/></svg>',
  background: '<p style="background: url(https://background.$h/x.png)">text</p>',
};

export const KINDS = Object.keys(TAGS);

/** The nonce that the server gives each response, at the protection level that needs it. */
export const NONCE = 'n-1';

/** One tag of each kind. @param {string} host */
export const tagsOf = (host, kinds = KINDS) =>
  kinds
    .map((kind) => TAGS[kind])
    .join('\n')
    .replaceAll('$h', host);

/**
 * Returns a page whose static markup is held at this protection level. `sealed-nonce` is a sealed head that trusts a
 * nonce, `none` a page without a gate.
 * @param {string} strength @param {string} site
 * @param {{ head?: string, body: string }} parts
 */
export function strongPage(strength, site, parts) {
  if (strength === 'rewritten') return rewrite(pageText(parts), site);
  if (strength === 'none') return pageText({ gate: false, ...parts });
  const nonce = strength === 'sealed-nonce' ? NONCE : '';
  const more = nonce ? ['--nonce', nonce] : [];
  const before = command(['snippet', '--strength', strength.split('-nonce')[0], ...more]);
  return pageText({ gate: false, before, nonce, ...parts });
}

/**
 * Returns the requests to hosts of a page's tags.
 * @param {import('./log.mjs').Log} log @param {string} tracked
 * @returns {{ kind: string, method: string }[]}
 */
export const reached = (log, tracked) =>
  log.entries
    .filter(({ host }) => host.endsWith(`.${tracked}`))
    .map(({ method, host }) => ({ method, kind: host.split('.')[0] }));
