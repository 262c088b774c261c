/**
 * @file A site's complete consent bar: each button is one call of the public API. The gate writes the record and
 * releases requests that are now allowed, on this page and without a reload.
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

/** Shows the visitor's choice in words. */
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

/** Offers a reload after a withdrawal, since code that has run cannot be stopped otherwise. */
function offerReload() {
  const { record } = window.consentGate.state();
  document.querySelector('[data-reload]').hidden = record?.method !== 'withdrawal';
}

window.consentGate.on('change', show);
window.consentGate.on('change', offerReload);
show();
