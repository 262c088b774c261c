/**
 * @file The whole of a site's own consent bar: each button is one call of the public API. The gate writes the record
 * and releases what it now allows, on this page and without a reload.
 */
const actions = {
  reject: () => window.consentGate.denyAll(),
  analytics: () => window.consentGate.grant('analytics'),
  all: () => window.consentGate.grantAll(),
  withdraw: () => window.consentGate.withdraw(),
};

document.addEventListener('click', (event) => {
  const { choice } = event.target.closest('[data-choice]')?.dataset ?? {};
  actions[choice]?.();
});

/** What the visitor has said, in words. */
function show() {
  const { decided, categories } = window.consentGate.state();
  const granted = Object.keys(categories).filter(
    (name) => name !== 'necessary' && categories[name],
  );
  const said = granted.length
    ? `You allowed: ${granted.join(', ')}.`
    : 'You allowed nothing that is optional.';
  document.querySelector('[data-said]').textContent = decided ? said : 'You have not chosen yet.';
}

/** Code that has run cannot be taken back: after a withdrawal the page offers to be loaded afresh. */
function offerReload() {
  const { record } = window.consentGate.state();
  document.querySelector('[data-reload]').hidden = record?.method !== 'withdrawal';
}

window.consentGate.on('change', show);
window.consentGate.on('change', offerReload);
show();
