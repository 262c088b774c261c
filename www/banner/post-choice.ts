/**
 * @file After a choice: reports that it is saved, and offers a reload if something runs that is no longer allowed. Code
 * that has run cannot be stopped otherwise.
 */

import { Choice } from './draft-choice.ts';
import { button, make } from './dom.ts';
import { gate } from './capabilities.ts';
import { say } from './texts.ts';
import { loadVendors } from './vendors.ts';

const HAS_RUN = ['allowed', 'released', 'late'];

/** @param changed called when the offer is shown or hidden */
export function makePostChoice(changed: () => void) {
  const status = make('p', { role: 'status', class: 'status', part: 'status' });
  const notice = make(
    'div',
    { class: 'layer', part: 'notice', hidden: '' },
    make('p', {}, say('running')),
    make(
      'div',
      { class: 'buttons' },
      button('reload', say('reload'), () => location.reload()),
      button('later', say('later'), () => {
        notice.hidden = true;
        changed();
      }),
    ),
  );
  return {
    parts: [status, notice],
    /** @param check whether something may have run that is no longer allowed */
    async tell(check: boolean) {
      status.textContent = say('saved');
      if (!check || !(await somethingRuns())) return;
      notice.hidden = false;
      changed();
    },
    isShown: () => !notice.hidden,
  };
}

/** Returns whether something has run on this page that the visitor no longer allows. */
async function somethingRuns() {
  const vendors = await loadVendors();
  const choice = new Choice();
  return gate.report().some((row) => {
    const vendor = vendors.get(row.vendor!); // A request without a vendor has no entry here either.
    const item = vendor?.features.find(({ id }) => id === `${row.vendor}/${row.feature}`) ?? vendor;
    return item && HAS_RUN.includes(row.state) && !choice.allows(item);
  });
}
