/**
 * @file Elements that load something by an attribute and run no code in the page: images, media, links, objects.
 * Determines when they load and what each requests. It neither holds nor releases.
 */

import { twinOrSelf } from './held-elements.ts';
import { carriedByUrl } from './scan-frame.ts';
import { mask } from '../platform/css-urls.ts';
import { peek } from '../engine/engine.ts';
import { FREE, OBJECT, PING, STYLE } from '../platform/constants.ts';
import {
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  documentOf,
  found,
  isConnected,
  nullProtoArray,
  localNameOf,
  exec,
  parentOf,
  windowOf,
} from '../platform/primordials.ts';
import { readSrcset } from '../platform/srcset.ts';
import { textAt } from '../platform/local-text.ts';
import {
  LOAD,
  resourceAttributesOf,
  isPlaced,
  listed,
  RELATIONS,
  animation,
} from './resource-attributes.ts';
import type { Attributes } from './resource-attributes.ts';

/** A request of an element that loads something. */
export interface LoadRequest {
  element: Element;
  tag: typeof LOAD;
  /** Absolute */
  url: string;
  id: null;
  lane: number;
  kind: number;
  /** Whether the URL would be held */
  held: boolean;
}

/** Returns the value of an attribute. */
type Read = (name: string) => string | null;
export type { Attributes };

/** Notes that the page has the `relList` of a link. Returns whether this may change what the link loads. */
export function listRelations(link: Element) {
  if (listed.has(link)) return false;
  listed.add(link);
  return !found(RELATIONS, relationOf(reader(link)));
}

const relationOf = (read: Read) => read('rel') ?? '';

/** Returns whether the element, with its attributes, loads in its present position. */
export function isActive(element: Element) {
  if (!windowOf(documentOf(element))) return false;
  if (isPlaced(element)) return isConnected(element);
  return !found(/^(?:source|track)$/, localNameOf(element)) || parentOf(element) !== null;
}

/** Returns the request of an element: for the first URL that would be held, else for the first URL, else null. */
export function loadOf(
  element: Element,
  base: string = baseOf(element),
  read: Read = reader(element),
): LoadRequest | null {
  const name = localNameOf(element);
  const shape = resourceAttributesOf(name) as Attributes;
  const rel = name === 'link' ? relationOf(read) : '';
  if (!found(RELATIONS, rel) && !listed.has(element)) return null;
  let first: LoadRequest | null = null;
  for (const attribute in shape) {
    if (attribute === 'rel') continue;
    const kind = found(/stylesheet/i, rel) ? STYLE : shape[attribute]!;
    const urls = urlsIn(attribute, read(attribute) ?? '', base, kind);
    for (let i = 0; i < urls.length; i += 1) {
      const held = peek(urls[i], kind);
      const request = { element, tag: LOAD, url: urls[i], id: null, lane: FREE, kind, held };
      if (held) return request;
      first ??= request;
    }
  }
  return first;
}

/** Returns a function that reads attributes that the page has set, including the `xlink:href` of SVG. */
export function reader(element: Element): Read {
  const model = twinOrSelf(element);
  return (name) =>
    attributeOf(model, name) ?? (name === 'href' ? attributeOfNS(model, XLINK, name) : null);
}

const WORD = /(\S+)/g;

/** Matches a value in the list of an animation, except a CSS function, which is read as CSS. */
const STEP = /(?:^|;)(?!\s*[-a-z]+\()([^;]+)/gi;

/** Returns the URLs in an attribute's value that lead to a host. */
export function urlsIn(attribute: string, value: string, base: string, kind: number) {
  const urls: string[] = nullProtoArray();
  const add = (text: string) => {
    if (kind !== OBJECT && found(/^\s*(?:data|blob):/i, text)) {
      // It may be long.
      if (kind === STYLE) mask(textAt(absolute(text) ?? '')?.text ?? '', text, add);
      return;
    }
    const url = kind === OBJECT ? carriedByUrl(text, base) : absolute(text, base);
    if (url !== null && found(/^http/, url)) urls[urls.length] = url;
  };
  const steps = attribute in animation;
  if (steps) mask(value, base, add);
  const pattern = steps ? STEP : kind === PING ? WORD : null;
  if (found(/srcset$/, attribute)) readSrcset(value, add);
  else if (!pattern) value && add(value);
  else for (let part; (part = exec(pattern, value));) add(part[1]);
  return urls;
}
