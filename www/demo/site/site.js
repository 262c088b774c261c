/** @file The site's script, which is never delayed. */
const form = document.querySelector('form.booking');
form?.addEventListener('submit', (event) => event.preventDefault());
for (const year of document.querySelectorAll('[data-year]'))
  year.textContent = String(new Date().getFullYear());
