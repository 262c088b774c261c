/** @file Holds an element of either kind: what starts code, or what only loads something. */

import { holdElement } from './hold-element.js';
import { wait } from './meet-loads.js';
import { LOAD } from './resource-attributes.js';

/**
 * @param {import('./request.js').Request} request
 * @param {number} ticket
 * @param {boolean} parsed whether the parser has made the element
 */
export function enter(request, ticket, parsed) {
  if (request.tag === LOAD) wait(request.element, ticket);
  else holdElement(request, ticket, parsed);
}
