/**
 * @file The search of the index of vendors. It asks nobody, and the list is there without it.
 */
{
  const form = document.querySelector('form');
  const input = document.querySelector('input');
  const told = document.querySelector('[role=status]');
  const rows = [...document.querySelectorAll('.vendors li')];

  /**
   * Whether what somebody typed means this row: part of a name, or a host of the vendor's.
   * @param {Element} row
   * @param {string} typed
   */
  const means = (row, typed) => {
    if (row.getAttribute('data-words')?.includes(typed)) return true;
    const host = typed.replace(/^[a-z]+:\/\//, '').replace(/[/:?#].*/, '');
    const hosts = row.getAttribute('data-hosts')?.split(' ') ?? [];
    return hosts.some((own) => own !== '' && (host === own || host.endsWith(`.${own}`)));
  };

  const search = () => {
    const typed = input?.value.trim().toLowerCase() ?? '';
    let shown = 0;
    for (const row of rows) {
      const hit = typed === '' || means(row, typed);
      row.toggleAttribute('hidden', !hit);
      shown += Number(hit);
    }
    if (told) told.textContent = typed === '' ? '' : `${shown} of ${rows.length} vendors`;
  };

  form?.addEventListener('submit', (event) => event.preventDefault());
  input?.addEventListener('input', search);
  form?.removeAttribute('hidden');
  search();
}
