/** @file The list of tasks for React and Preact, which differ in where `useState` is and in the name of one event. */
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

/**
 * @param useState of the library
 * @param onDoubleClick the library's name of the listener
 * @returns the component
 */
export function appOf(useState, onDoubleClick) {
  function Item({ task, change }) {
    const [editing, edit] = useState(false);
    const save = (event) => {
      if (event.key !== 'Enter') return;
      change((tasks) => renamed(tasks, task.id, event.target.value));
      edit(false);
    };
    return (
      <li className={task.done ? 'done' : ''}>
        <input
          className="toggle"
          type="checkbox"
          checked={task.done}
          onChange={() => change((tasks) => toggled(tasks, task.id))}
        />
        <label {...{ [onDoubleClick]: () => edit(true) }}>{task.title}</label>
        <button className="destroy" onClick={() => change((tasks) => removed(tasks, task.id))}>
          ×
        </button>
        {editing && <input className="edit" defaultValue={task.title} onKeyDown={save} />}
      </li>
    );
  }

  function App() {
    const [tasks, change] = useState([]);
    const [filter, choose] = useState('all');
    const submit = (event) => {
      event.preventDefault();
      const { value } = event.target.elements[0];
      change((before) => added(before, value));
      event.target.reset();
    };
    return (
      <main>
        <form onSubmit={submit}>
          <input className="new" />
        </form>
        <ul>
          {shown(tasks, filter).map((task) => (
            <Item key={task.id} task={task} change={change} />
          ))}
        </ul>
        <footer>
          <span>{tasks.filter(({ done }) => !done).length} left</span>
          <button className="filter-all" onClick={() => choose('all')}>
            All
          </button>
          <button className="filter-active" onClick={() => choose('active')}>
            Active
          </button>
        </footer>
      </main>
    );
  }

  return App;
}
