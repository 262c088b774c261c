/** @file What a `navigate` event says, read by the browser's own getters whatever the frame's code has put there. */

import { getter, optional } from '../platform/primordials.ts';

const proto = optional('NavigateEvent')?.prototype;

/** Whether this browser has the event at all. */
export const supported = proto !== undefined;

const read: (name: string) => (event: any) => any = (name) =>
  proto ? getter(proto as any, name) : () => null;
export const destinationOf = read('destination');
export const typeOf = read('navigationType');
export const formDataOf = read('formData');
export const downloadOf = read('downloadRequest');
export const isHashChange = read('hashChange');
export const sourceElementOf =
  proto && 'sourceElement' in proto ? read('sourceElement') : () => null;
const place = optional('NavigationDestination')?.prototype;
export const targetUrlOf: (destination: any) => any = place ? getter(place, 'url') : () => null;
export const isSameDocument = place ? getter(place, 'sameDocument') : () => false;
