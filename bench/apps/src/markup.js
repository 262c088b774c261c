/** @file Without a framework: each change draws the list from a string. */
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

let tasks = [];
let filter = 'all';
const app = document.getElementById('app');

app.innerHTML =
  '<main><form><input class="new"></form><ul></ul><footer><span></span><button class="filter-all">All</button><button class="filter-active">Active</button></footer></main>';
const [form, list, left] = ['form', 'ul', 'span'].map((name) => app.querySelector(name));

const item = ({ id, title, done }) =>
  `<li class="${done ? 'done' : ''}" data-id="${id}"><input class="toggle" type="checkbox"${done ? ' checked' : ''}><label>${title}</label><button class="destroy">×</button></li>`;

function draw() {
  list.innerHTML = shown(tasks, filter).map(item).join('');
  left.textContent = `${tasks.filter(({ done }) => !done).length} left`;
}

function set(next) {
  tasks = next;
  draw();
}

const idOf = (target) => Number(target.closest('li').dataset.id);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  set(added(tasks, form.elements[0].value));
  form.reset();
});
app.addEventListener('click', ({ target }) => {
  if (target.className === 'destroy') set(removed(tasks, idOf(target)));
  if (!target.className.startsWith('filter-')) return;
  filter = target.className.slice('filter-'.length);
  draw();
});
app.addEventListener('change', ({ target }) => {
  if (target.className === 'toggle') set(toggled(tasks, idOf(target)));
});
app.addEventListener('dblclick', ({ target }) => {
  if (target.localName === 'label')
    target.insertAdjacentHTML('afterend', `<input class="edit" value="${target.textContent}">`);
});
app.addEventListener('keydown', ({ target, key }) => {
  if (target.className === 'edit' && key === 'Enter')
    set(renamed(tasks, idOf(target), target.value));
});
