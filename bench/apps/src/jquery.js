import $ from 'jquery';
import { added, removed, renamed, shown, toggled } from './tasks.js';
import './play.js';

let tasks = [];
let filter = 'all';

const item = ({ id, title, done }) =>
  $('<li>')
    .toggleClass('done', done)
    .attr('data-id', id)
    .append(
      $('<input class="toggle" type="checkbox">').prop('checked', done),
      $('<label>').text(title),
      $('<button class="destroy">').text('×'),
    );

function draw() {
  $('ul').empty().append(shown(tasks, filter).map(item));
  $('span').text(`${tasks.filter(({ done }) => !done).length} left`);
}

const set = (next) => {
  tasks = next;
  draw();
};
const idOf = (target) => Number($(target).closest('li').attr('data-id'));

$('#app').html(
  '<main><form><input class="new"></form><ul></ul><footer><span></span><button class="filter-all">All</button><button class="filter-active">Active</button></footer></main>',
);
$('form').on('submit', function (event) {
  event.preventDefault();
  set(added(tasks, $('.new').val()));
  this.reset();
});
$('footer').on('click', 'button', ({ target }) => {
  filter = target.className.replace('filter-', '');
  draw();
});
$('ul')
  .on('change', '.toggle', ({ target }) => set(toggled(tasks, idOf(target))))
  .on('click', '.destroy', ({ target }) => set(removed(tasks, idOf(target))))
  .on('dblclick', 'label', ({ target }) =>
    $(target)
      .parent()
      .append($('<input class="edit">').val($(target).text())),
  )
  .on('keydown', '.edit', ({ target, key }) => {
    if (key === 'Enter') set(renamed(tasks, idOf(target), target.value));
  });
