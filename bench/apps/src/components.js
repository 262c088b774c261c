/** @file Web components without a library: each task is a custom element with a template. */
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

const template = document.createElement('template');
template.innerHTML =
  '<li><input class="toggle" type="checkbox"><label></label><button class="destroy">×</button></li>';

class TaskItem extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    this.append(template.content.cloneNode(true));
    [this.item] = this.children;
    [this.box, this.label, this.button] = this.item.children;
    this.box.addEventListener('change', () => this.tell('toggle'));
    this.button.addEventListener('click', () => this.tell('remove'));
    this.label.addEventListener('dblclick', () => this.edit());
    this.show();
  }

  set task(task) {
    this.value = task;
    if (this.item) this.show();
  }

  show() {
    const { title, done } = this.value;
    this.item.className = done ? 'done' : '';
    this.box.checked = done;
    this.label.textContent = title;
  }

  edit() {
    const input = document.createElement('input');
    input.className = 'edit';
    input.addEventListener('keydown', ({ key }) => {
      if (key !== 'Enter') return;
      input.remove();
      this.tell('rename', input.value);
    });
    this.item.append(input);
  }

  tell(name, title) {
    const detail = { name, id: this.value.id, title };
    this.dispatchEvent(new CustomEvent('task', { detail, bubbles: true }));
  }
}

class TaskApp extends HTMLElement {
  tasks = [];
  filter = 'all';
  items = new Map();

  connectedCallback() {
    this.innerHTML =
      '<main><form><input class="new"></form><ul></ul><footer><span></span><button class="filter-all">All</button><button class="filter-active">Active</button></footer></main>';
    const form = this.querySelector('form');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.set(added(this.tasks, form.elements[0].value));
      form.reset();
    });
    this.addEventListener('task', ({ detail: { name, id, title } }) => {
      if (name === 'toggle') this.set(toggled(this.tasks, id));
      else this.set(name === 'remove' ? removed(this.tasks, id) : renamed(this.tasks, id, title));
    });
    for (const name of ['all', 'active'])
      this.querySelector(`.filter-${name}`).addEventListener('click', () => {
        this.filter = name;
        this.set(this.tasks);
      });
  }

  set(tasks) {
    this.tasks = tasks;
    const items = shown(tasks, this.filter).map((task) => this.itemOf(task));
    this.querySelector('ul').replaceChildren(...items);
    const left = tasks.filter(({ done }) => !done).length;
    this.querySelector('span').textContent = `${left} left`;
  }

  itemOf(task) {
    const item = this.items.get(task.id) ?? document.createElement('task-item');
    this.items.set(task.id, item);
    item.task = task;
    return item;
  }
}

customElements.define('task-item', TaskItem);
customElements.define('task-app', TaskApp);
document.getElementById('app').append(document.createElement('task-app'));
