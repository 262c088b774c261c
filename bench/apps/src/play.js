/**
 * @file Uses a task list as a visitor does: adds a hundred tasks, ticks every other one, renames twenty, filters, and
 * deletes all. Every app has the same elements: a form with `input.new`, items with `input.toggle`, `label` and
 * `button.destroy`, an `input.edit` in the item that is renamed, and the buttons `.filter-all` and `.filter-active`.
 */

const TASKS = 100;
const RENAMED = 20;

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

/** Until the app has rendered: frameworks do so in a microtask or in a task of their own. */
const rendered = () =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => setTimeout(done);
    port2.postMessage(0);
  });

function type(input, text) {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

async function add(n) {
  type(one('.new'), `Task ${n}`);
  one('form').requestSubmit();
  await rendered();
}

async function rename(label, text) {
  label.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  await rendered();
  const input = one('.edit');
  type(input, text);
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await rendered();
}

/** Throws where the app does not show what it should: a bench of an app that does nothing measures nothing. */
function expect(count, what) {
  const found = all('li').length;
  if (found !== count) throw new Error(`${what}: ${found} items, not ${count}`);
}

globalThis.play = async () => {
  for (let n = 0; n < TASKS; n += 1) await add(n);
  expect(TASKS, 'added');
  for (let n = 0; n < TASKS; n += 2) {
    all('.toggle')[n].click(); // Some apps draw all items again.
    await rendered();
  }
  for (let n = 0; n < RENAMED; n += 1) await rename(all('label')[n], `Renamed ${n}`);
  for (let turn = 0; turn < 3; turn += 1) {
    one('.filter-active').click();
    await rendered();
    expect(TASKS / 2, 'active');
    one('.filter-all').click();
    await rendered();
  }
  expect(TASKS, 'all');
  for (let n = 0; n < TASKS; n += 1) {
    one('.destroy').click();
    await rendered();
  }
  expect(0, 'deleted');
};
