/**
 * @file Pictures of both layers, as visitors see them, into `target/screenshots`; with `--readme` the one of the README
 * is made again. Needs a built `dist/` and Chromium.
 */
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startWorld } from '../tests/pages/support/browser.mjs';
import { asked, chosen, shop } from '../tests/pages/support/question.mjs';

/** @typedef {{ width: number, height: number }} Size */

const FOLDER = 'target/screenshots';
const README = 'docs/banner.png';
const WIDE = { width: 760, height: 430 };
const NARROW = { width: 320, height: 640 };

/** Every picture: language, screen, scheme. @type {Record<string, [string, Size, 'light' | 'dark']>} */
const PICTURES = {
  light: ['en', WIDE, 'light'],
  dark: ['en', WIDE, 'dark'],
  'right-to-left': ['ar', WIDE, 'light'],
  narrow: ['de', NARROW, 'light'],
  'narrow-dark': ['el', NARROW, 'dark'],
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();

async function main() {
  const world = await startWorld();
  try {
    for (const file of await takeAll(world)) console.log(`${file}: ${statSync(file).size} bytes`);
  } finally {
    await world.close();
  }
  if (!process.argv.includes('--readme')) return;
  mkdirSync('docs', { recursive: true });
  copyFileSync(`${FOLDER}/light-first.png`, README);
}

/**
 * Takes every picture.
 * @param {import('../tests/pages/support/browser.mjs').World} world
 * @returns {Promise<string[]>} the files
 */
export async function takeAll(world) {
  const files = [];
  for (const [name, picture] of Object.entries(PICTURES))
    files.push(...(await take(world, name, picture)));
  return files;
}

/**
 * @param {import('../tests/pages/support/browser.mjs').World} world @param {string} name
 * @param {[string, Size, 'light' | 'dark']} picture
 */
function take(world, name, [language, size, colorScheme]) {
  const files = ['first', 'second'].map((layer) => `${FOLDER}/${name}-${layer}.png`);
  return world.visit(shop({ language }), async (visit) => {
    await visit.page.setViewportSize(size);
    await visit.page.emulateMedia({ colorScheme });
    await asked(visit);
    await visit.page.screenshot({ path: files[0] });
    await chosen(visit);
    await visit.page.screenshot({ path: files[1] });
    await visit.page.emulateMedia({ colorScheme: null });
    return files;
  });
}
