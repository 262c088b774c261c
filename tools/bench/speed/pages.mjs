/**
 * @file The realistic page of the speed bench: a shop with first-party style sheets, scripts and pictures, about what a
 * median page has, and ten third-party tags, which each consent tool holds in its way.
 */
import { deflateSync } from 'node:zlib';
import { fileOf } from '../site.mjs';

/** How many third-party tags the page has. */
export const TAGS = 10;

/** Numbers that look random and are the same in each run (the generator of Lehmer). */
function* numbers(seed = 1) {
  for (let n = seed; ; yield n) n = (n * 48_271) % 2_147_483_647;
}

/** Text that compresses as such files do. @param {number} bytes @param {(word: string) => string} line */
function filled(bytes, line) {
  const words = numbers(bytes);
  let text = '';
  while (text.length < bytes) text += line(`w${Number(words.next().value).toString(36)}`);
  return text;
}

const CSS = (/** @type {number} */ bytes) =>
  filled(bytes, (word) => `.${word}:hover > .${word}-inner { margin: 4px 8px; color: #3a3a3a }\n`);
/** Functions that are compiled, and a little of them run. */
const SCRIPT = (/** @type {number} */ bytes) =>
  `${filled(bytes, (word) => `function ${word}(a, b) { return a ? b.${word} + '${word}' : ${word}.name }\n`)}
  for (const end = performance.now() + 10; performance.now() < end;);`;
/** What a tag does: it is compiled, and works for 20 ms. */
const TAG = `${SCRIPT(60_000)} for (const end = performance.now() + 20; performance.now() < end;); self.ran = (self.ran ?? 0) + 1;`;

/** A picture of noise, which does not compress. @param {number} side in pixels */
function picture(side) {
  const noise = numbers(side);
  const row = () =>
    Array.from({ length: side * 3 + 1 }, (_, x) => (x ? Number(noise.next().value) & 255 : 0));
  const rows = Buffer.from(Array.from({ length: side }, row).flat());
  const head = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 2, 0, 0, 0]);
  const chunks = [
    ['IHDR', head],
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...chunks.map(([name, data]) => chunk(String(name), /** @type {Buffer} */ (data))),
  ]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** The sum of PNG (ISO 3309). @param {Buffer} bytes */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

const TEXT = `<h1>Example shop</h1><h2>Tea</h2>${filled(24_000, (word) => `<p>Tea, coffee and ${word}, from <a href="/${word}">here</a>.</p>\n`)}`;
const PICTURES = [0, 1, 2, 3].map(
  (n) => `<img src="/own/p${n}.png" width="100" height="100" alt="">`,
);

/** Notes paints and long tasks from the beginning. */
const WATCH = `<script>
  self.tasks = []; self.shift = 0;
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shift += value))).observe({ type: 'layout-shift', buffered: true });
</script>`;

/**
 * The page with one tool, or with none.
 * @param {import('../peers.mjs').Peer} peer
 */
export const page = ({
  head,
  body = '',
}) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>shop</title>
<meta name="viewport" content="width=device-width">${WATCH}${head}
<link rel="stylesheet" href="/own/a.css"><link rel="stylesheet" href="/own/b.css"><script src="/own/a.js"></script></head>
<body>${PICTURES.join('')}${TEXT}${body}<script defer src="/own/b.js"></script></body></html>`;

/** The site's files. @type {[string, import('../site.mjs').File][]} */
export const OWN = [
  ['own/a.css', fileOf('a.css', `body { font: 16px sans-serif }\n${CSS(120_000)}`)],
  ['own/b.css', fileOf('b.css', CSS(60_000))],
  ['own/a.js', fileOf('a.js', SCRIPT(120_000))],
  ['own/b.js', fileOf('b.js', SCRIPT(400_000))],
  ...[0, 1, 2, 3].map(
    (n) =>
      /** @type {[string, any]} */ ([
        `own/p${n}.png`,
        { type: 'image/png', content: picture(100 + n) },
      ]),
  ),
  ['tag.js', fileOf('tag.js', TAG)],
];
