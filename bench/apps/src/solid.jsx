import { For, Show, createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

const [tasks, change] = createSignal([]);
const [filter, choose] = createSignal('all');

function Item(props) {
  const [editing, edit] = createSignal(false);
  const save = (event) => {
    if (event.key !== 'Enter') return;
    change((before) => renamed(before, props.task.id, event.target.value));
    edit(false);
  };
  return (
    <li class={props.task.done ? 'done' : ''}>
      <input
        class="toggle"
        type="checkbox"
        checked={props.task.done}
        onChange={() => change((before) => toggled(before, props.task.id))}
      />
      <label onDblClick={() => edit(true)}>{props.task.title}</label>
      <button class="destroy" onClick={() => change((before) => removed(before, props.task.id))}>
        ×
      </button>
      <Show when={editing()}>
        <input class="edit" value={props.task.title} onKeyDown={save} />
      </Show>
    </li>
  );
}

function App() {
  const submit = (event) => {
    event.preventDefault();
    change((before) => added(before, event.target.elements[0].value));
    event.target.reset();
  };
  return (
    <main>
      <form onSubmit={submit}>
        <input class="new" />
      </form>
      <ul>
        <For each={shown(tasks(), filter())}>{(task) => <Item task={task} />}</For>
      </ul>
      <footer>
        <span>{tasks().filter(({ done }) => !done).length} left</span>
        <button class="filter-all" onClick={() => choose('all')}>
          All
        </button>
        <button class="filter-active" onClick={() => choose('active')}>
          Active
        </button>
      </footer>
    </main>
  );
}

render(() => <App />, document.getElementById('app'));
