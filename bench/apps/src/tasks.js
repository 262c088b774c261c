/** @file The tasks of an app, as plain values: each change gives a new list. */

let last = 0;

export const added = (tasks, title) => [...tasks, { id: (last += 1), title, done: false }];
export const toggled = (tasks, id) =>
  tasks.map((task) => (task.id === id ? { ...task, done: !task.done } : task));
export const renamed = (tasks, id, title) =>
  tasks.map((task) => (task.id === id ? { ...task, title } : task));
export const removed = (tasks, id) => tasks.filter((task) => task.id !== id);
export const shown = (tasks, filter) =>
  filter === 'active' ? tasks.filter(({ done }) => !done) : tasks;
