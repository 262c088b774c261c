/**
 * @file The banner's files: no language lacks a text or has an additional one, and nothing in the script needs a lax
 * policy.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { TEXTS, problemsOf, readTexts, textFiles } from '../banner.mjs';

const ENGLISH = { title: 'Privacy on {site}', save: 'Save' };

/** A language's texts, and their mistakes. @type {[object, string[]][]} */
const LANGUAGES = [
  [{ title: 'Auf {site}', save: 'Speichern' }, []],
  [{ title: 'Auf {site}' }, ['"save" is missing: translate it']],
  [{ title: 'Auf {site}', save: ' ' }, ['"save" is missing: translate it']],
  [{ title: 'Auf {site}', save: 7 }, ['"save" is missing: translate it']],
  [{ title: 'Auf {site}', save: 'S', saved: 'Ja' }, ['"saved" is no text of en.json: remove it']],
  [{ title: 'Auf {Site}', save: 'S' }, ['"title" must name {site}']],
  [{ title: 'Auf {site}', save: '{n}' }, ['"save" must name no value']],
];

for (const [words, problems] of LANGUAGES) {
  test(`texts ${JSON.stringify(words)}`, () =>
    assert.deepEqual(problemsOf(/** @type {any} */ (words), ENGLISH), problems));
}

test('every language is complete, has its direction, and is built', () => {
  const texts = readTexts();
  for (const [language, { direction }] of texts)
    assert.equal(direction, language === 'ar' ? 'rtl' : 'ltr', language);
  const files = textFiles();
  assert.equal(files.length, texts.size - 1, 'English is in the script');
  for (const [name, text] of files) assert.equal(read(name), text, name);
  assert.ok(files.every(([name]) => name.startsWith(`${TEXTS}/`)));
});

test('every text is used', () => {
  const script = read('consent-gate-banner.js');
  const [english] = [...readTexts().values()].filter(({ accept }) => accept === 'Accept all');
  for (const key of Object.keys(english)) {
    const said = key.replace(/_text$/, ''); // Composed from the category's name.
    assert.ok(script.split(new RegExp(`\\b${said}\\b`)).length > 2, `"${key}" is said nowhere`);
  }
});

test('the script is ASCII, and neither parses markup, nor evaluates, nor styles inline', () => {
  const text = read('consent-gate-banner.js');
  assert.equal(/[^\n -~]/.exec(text), null);
  assert.doesNotMatch(
    text,
    /innerHTML|outerHTML|insertAdjacentHTML|\beval\b|Function\(|\.style\b|cssText/,
  );
});

test("the vendors' file has all members that the banner reads", () => {
  const vendors = JSON.parse(read('vendors.json'));
  const infobip = vendors.find((/** @type {any} */ vendor) => vendor.id === 'infobip');
  assert.deepEqual(Object.keys(infobip), [
    'id',
    'name',
    'category',
    'exempt',
    'reason',
    'features',
    'cookies',
  ]);
});

/** @param {string} name */
function read(name) {
  return readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
}
