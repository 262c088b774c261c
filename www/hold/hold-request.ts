/** @file Holds an element that starts code, or one that only loads something. */

import { holdElement } from '../requests/hold-element.ts';
import { wait } from './subresource.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Request } from '../requests/element-request.ts';

/** @param parsed whether the parser has made the element */
export function holdRequest(request: Request, ticket: number, parsed: boolean) {
  if (request.tag === LOAD) wait(request.element, ticket);
  else holdElement(request, ticket, parsed);
}
