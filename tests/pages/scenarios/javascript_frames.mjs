/**
 * @file Frames with a `javascript:` URL. The code runs in a separate task (HTML, "navigate to a javascript: URL"),
 * after the script that made the frame, and before the frame's load event.
 */
import { ENGINE } from '../support/chosen.mjs';
import { inline } from './tags.mjs';

/** @typedef {import('../support/scenario.mjs').Scenario} Scenario */

const URL = "javascript:void parent.note('js')";
const MADE = "const f = document.createElement('iframe');";
const APPENDED = `${MADE} f.src = url; document.body.append(f);`;
const MARKUP = `'<iframe src="' + url + '"></iframe>'`;
const NAMED = '<iframe name="f"></iframe>';

/** How the frame gets its URL: code, and the markup before it. @type {Record<string, [string, string?]>} */
const WAYS = {
  'a source before the insertion': [APPENDED],
  'a source after the insertion': [`${MADE} document.body.append(f); f.src = url;`],
  'an attribute': [`${MADE} document.body.append(f); f.setAttribute('src', url);`],
  innerHTML: [`document.body.appendChild(document.createElement('p')).innerHTML = ${MARKUP};`],
  insertAdjacentHTML: [`document.body.insertAdjacentHTML('beforeend', ${MARKUP});`],
  'document.write': [`document.write(${MARKUP});`],
  'its location': ['frames.f.location = url;', NAMED],
  'a link': ['document.querySelector("a").click();', `${NAMED}<a target="f" href="${URL}">x</a>`],
  'window.open': ["open(url, 'f');", NAMED],
};

const before = "note('starts'); Promise.resolve().then(() => note('promise'));";

/** @type {Record<string, Scenario>} */
export const JAVASCRIPT_FRAMES = {
  'code of a frame that holds the load event': {
    body: () =>
      inline("addEventListener('load', () => note('load')); note('first')") +
      `<iframe src="${URL}" onload="note('frame')"></iframe>`,
    order: ['first', 'js', 'frame', 'load'],
  },
  'code of two frames': {
    body: () =>
      `<iframe src="${URL}"></iframe><iframe src="${URL.replace("'js'", "'second'")}"></iframe>`,
    order: ['js', 'second'],
  },
  'code that a second source follows': {
    body: () =>
      inline(
        `const url = "${URL}"; ${APPENDED} f.src = url.replace("'js'", "'second'"); note('ends')`,
      ),
    order: ['ends', 'js', 'second'],
  },
  'code of a frame that is removed': {
    body: () =>
      inline(
        `const url = "${URL}"; ${APPENDED} f.remove(); note('ends'); setTimeout(() => note('later'), 50)`,
      ),
    order: ['ends', 'later'],
  },
};
for (const [name, [code, markup = '']] of Object.entries(WAYS)) {
  JAVASCRIPT_FRAMES[`code by ${name}`] = {
    body: () => markup + inline(`const url = "${URL}"; ${before} ${code} note('ends');`),
    order: ['starts', 'ends', 'promise', 'js'],
  };
}
// Chromium's parser lets other tasks run after some milliseconds, so the code runs before the next tag.
if (ENGINE === 'chromium')
  JAVASCRIPT_FRAMES['code behind a script that takes long'] = {
    body: () =>
      inline(
        `const url = "${URL}"; ${APPENDED} { const end = performance.now() + 100; while (performance.now() < end); } note('ends')`,
      ) + inline("note('next tag')"),
    order: ['ends', 'js', 'next tag'],
  };
// Nothing in these pages is held, so all of it runs before a consent.
for (const row of Object.values(JAVASCRIPT_FRAMES)) row.before = row.order;
