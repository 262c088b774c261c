/**
 * @file The badge beside each embed: "running" or "waiting for your yes". It comes from `consentGate.report()`, which
 * has one row for every third-party request. The badges are drawn again after every event of the gate.
 */
const WORDS = {
  allowed: 'running',
  released: 'running: you said yes',
  waiting: 'waiting for your yes',
  failed: 'did not load',
  discarded: 'dropped',
  late: 'came before the gate',
};

function draw() {
  const rows = window.consentGate.report();
  for (const badge of document.querySelectorAll('[data-watch]')) {
    const row = rows.find(({ url }) => url.startsWith(badge.dataset.watch));
    if (row) show(badge, row);
  }
  document.querySelector('[data-report]').replaceChildren(...rows.map(entry));
  const waiting = rows.filter(({ state }) => state === 'waiting').length;
  document.querySelector('[data-waiting]').textContent = waiting;
  document.querySelector('[data-running]').textContent = rows.length - waiting;
}

/** Returns one line of the list: the vendor, the state, and the reason. */
function entry(row) {
  const item = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = row.vendor
    ? [row.vendor, row.feature].filter(Boolean).join(' / ')
    : new URL(row.url).host;
  const reason = document.createElement('small');
  reason.textContent = row.state === 'released' ? `At first: ${row.reason}` : row.reason;
  const badge = document.createElement('span');
  badge.dataset.short = '';
  show(badge, row);
  item.append(name, badge, reason);
  return item;
}

/** Shows a badge. `data-short` omits the category if the reason or a heading contains it. */
function show(badge, { state, category }) {
  const forWhat = state === 'waiting' && category && badge.dataset.short === undefined;
  badge.className = `badge ${state}`;
  badge.textContent = forWhat ? `${WORDS[state]}: ${category}` : WORDS[state];
}

for (const type of ['change', 'hold', 'release', 'discard']) window.consentGate.on(type, draw);
// The gate fires no event for requests that are allowed at once. The demo's recorder reports that they have run.
addEventListener('demo:ran', draw);
addEventListener('load', draw);
draw();
