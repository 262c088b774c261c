/** @file Reads `navigate` events by the getters of the gate's realm, which code in the frame cannot replace. */

import { getter, optional } from '../platform/primordials.ts';

const proto: NavigateEvent | undefined = optional('NavigateEvent')?.prototype;

/** True if this browser has the event. If not, none of the functions below is called. */
export const supported = proto !== undefined;

const read = <Name extends keyof NavigateEvent>(
  name: Name,
): ((event: NavigateEvent) => NavigateEvent[Name]) =>
  proto ? getter(proto, name) : () => null as never;
export const destinationOf = read('destination');
export const typeOf = read('navigationType');
export const formDataOf = read('formData');
export const downloadOf = read('downloadRequest');
export const isHashChange = read('hashChange');
export const sourceElementOf =
  proto && 'sourceElement' in proto ? read('sourceElement') : () => null;
const place: NavigationDestination | undefined = optional('NavigationDestination')?.prototype;
export const targetUrlOf: (destination: NavigationDestination) => string = place
  ? getter(place, 'url')
  : () => null as never;
export const isSameDocument: (destination: NavigationDestination) => boolean = place
  ? getter(place, 'sameDocument')
  : () => false;
