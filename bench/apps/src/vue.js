import { createApp, h, ref } from 'vue';
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

const tasks = ref([]);
const filter = ref('all');
const editing = ref(0);

function submit(event) {
  event.preventDefault();
  tasks.value = added(tasks.value, event.target.elements[0].value);
  event.target.reset();
}

function save(event, id) {
  if (event.key !== 'Enter') return;
  tasks.value = renamed(tasks.value, id, event.target.value);
  editing.value = 0;
}

const item = (task) =>
  h('li', { key: task.id, class: task.done ? 'done' : '' }, [
    h('input', {
      class: 'toggle',
      type: 'checkbox',
      checked: task.done,
      onChange: () => (tasks.value = toggled(tasks.value, task.id)),
    }),
    h('label', { onDblclick: () => (editing.value = task.id) }, task.title),
    h(
      'button',
      { class: 'destroy', onClick: () => (tasks.value = removed(tasks.value, task.id)) },
      '×',
    ),
    editing.value === task.id
      ? h('input', { class: 'edit', value: task.title, onKeydown: (event) => save(event, task.id) })
      : null,
  ]);

const choice = (name, text) =>
  h('button', { class: `filter-${name}`, onClick: () => (filter.value = name) }, text);

const App = () =>
  h('main', [
    h('form', { onSubmit: submit }, [h('input', { class: 'new' })]),
    h('ul', shown(tasks.value, filter.value).map(item)),
    h('footer', [
      h('span', `${tasks.value.filter(({ done }) => !done).length} left`),
      choice('all', 'All'),
      choice('active', 'Active'),
    ]),
  ]);

createApp(App).mount('#app');
