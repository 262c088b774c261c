import { html, nothing, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

let tasks = [];
let filter = 'all';
let editing = 0;

const set = (change) => {
  change();
  render(app(), document.getElementById('app'));
};

function submit(event) {
  event.preventDefault();
  set(() => (tasks = added(tasks, event.target.elements[0].value)));
  event.target.reset();
}

function save(event, id) {
  if (event.key !== 'Enter') return;
  set(() => {
    tasks = renamed(tasks, id, event.target.value);
    editing = 0;
  });
}

const item = (task) => html`
  <li class=${task.done ? 'done' : ''}>
    <input
      class="toggle"
      type="checkbox"
      .checked=${task.done}
      @change=${() => set(() => (tasks = toggled(tasks, task.id)))}
    />
    <label @dblclick=${() => set(() => (editing = task.id))}>${task.title}</label>
    <button class="destroy" @click=${() => set(() => (tasks = removed(tasks, task.id)))}>×</button>
    ${
      editing === task.id
        ? html`<input
            class="edit"
            .value=${task.title}
            @keydown=${(event) => save(event, task.id)}
          />`
        : nothing
    }
  </li>
`;

const app = () => html`
  <main>
    <form @submit=${submit}><input class="new" /></form>
    <ul>
      ${repeat(shown(tasks, filter), ({ id }) => id, item)}
    </ul>
    <footer>
      <span>${tasks.filter(({ done }) => !done).length} left</span>
      <button class="filter-all" @click=${() => set(() => (filter = 'all'))}>All</button>
      <button class="filter-active" @click=${() => set(() => (filter = 'active'))}>Active</button>
    </footer>
  </main>
`;

set(() => {});
