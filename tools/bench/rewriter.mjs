/**
 * @file How fast the rewriter is as wasm, beside `cargo bench --bench rewrite`, which has the same pages: MB/s, and what
 * starting it costs. Needs `dist/`.
 */
import { readFileSync } from 'node:fs';

const DIST = new URL('../../dist/', import.meta.url);
const PAGES = 100;
const ROUNDS = 5;
const CHUNK = 65_536;

const OWN = [
  '<div class="card card--wide" id="card"><h2><a href="/shop/product-17">A product</a></h2>\n',
  '<p class=text>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do <em>eiusmod</em> tempor.</p>\n',
  '<img class="lazy" src="/images/product-17.webp" srcset="/images/a.webp 1x, /images/b.webp 2x" alt="">\n',
  '<ul><li><span data-x=\'1\'>one</span></li><li style="color: red">two</li></ul></div>\n',
  '<script>window.app = window.app || []; app.push({ id: 17, list: [1, 2, 3] });</script>\n',
];
const TRACKED = [
  '<script async src="https://www.clarity.ms/tag/abc"></script>\n',
  '<noscript><img height=1 src="https://www.facebook.com/tr?id=1&amp;noscript=1"></noscript>\n',
  '<iframe src="https://player.vimeo.com/video/1" width=640></iframe>\n',
  '<script src="https://maps.googleapis.com/maps/api/js"></script><script>new google.maps.Map(a)</script>\n',
];

/** @param {number} number */
function page(number) {
  let text =
    '<!doctype html><html lang=en><head><meta charset=utf-8><title>A page</title></head>\n<body>\n';
  for (let line = number + 1; text.length < 100_000; line += 1) {
    const parts = line % 50 === 49 ? TRACKED : OWN;
    text += `${parts[(line + Math.floor(line / 50)) % parts.length]}<!-- ${line} -->`;
  }
  return new Uint8Array(Buffer.from(text));
}

/** @param {Uint8Array} bytes */
const stream = (bytes) =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += CHUNK)
        controller.enqueue(bytes.subarray(at, at + CHUNK));
      controller.close();
    },
  });

const begun = performance.now();
const module = new WebAssembly.Module(readFileSync(new URL('consent-gate-rewriter.wasm', DIST)));
const { createRewriter } = await import(String(new URL('consent-gate-rewriter.mjs', DIST)));
const rewriter = createRewriter(module);
rewriter.stream('https://www.example.com/');
console.log(`start ${(performance.now() - begun).toFixed(1)} ms`);

const pages = Array.from({ length: PAGES }, (_, number) => page(number));
const bytes = pages.reduce((sum, { length }) => sum + length, 0);
let best = Infinity;
for (let round = 0; round < ROUNDS; round += 1) {
  const from = performance.now();
  for (const text of pages) {
    const through = stream(text).pipeThrough(rewriter.stream('https://www.example.com/'));
    await new Response(through).arrayBuffer();
  }
  best = Math.min(best, performance.now() - from);
}
console.log(`rewrite, as wasm ${(bytes / 1e3 / best).toFixed(1)} MB/s`);
