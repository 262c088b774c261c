/** @file Defines which elements load something and run no code in the page, and by which attributes. */

import {
  HTML,
  SVG,
  found,
  localNameOf,
  namespaceOf,
  frozenMethods,
} from '../platform/primordials.ts';
import { IMG, LINK, MEDIA, OBJECT, PING } from '../platform/constants.ts';

/** The `tag` of a request for an element that loads something. */
export const LOAD = 'load' as const;

/** By attribute, the kind of its request, or 0 for an attribute that is not a URL. Only `__proto__` is null. */
export type Attributes = Readonly<Record<string, number | null>>;

const background: Attributes = { __proto__: null, background: IMG };
const media: Attributes = { __proto__: null, src: MEDIA };
const image: Attributes = { __proto__: null, href: IMG };
const ping: Attributes = { __proto__: null, ping: PING };

/** SVG animations of attributes that have a URL. */
export const animation: Attributes = { __proto__: null, to: IMG, from: IMG, by: IMG, values: IMG };

/** By element name, its shape. Only `__proto__` is null. */
type AttributesByTag = Readonly<Record<string, Attributes | null>>;

/** Elements that load as soon as they have the attribute, in a document or not. */
const ALONE: AttributesByTag = {
  __proto__: null,
  img: { __proto__: null, src: IMG, srcset: IMG },
  source: { __proto__: null, src: MEDIA, srcset: IMG },
  input: { __proto__: null, src: IMG },
  video: { __proto__: null, src: MEDIA, poster: IMG },
  audio: media,
  track: media,
  image,
  a: ping,
  area: ping,
};

/** Elements that load when they are in a document. */
const PLACED: AttributesByTag = {
  __proto__: null,
  link: { __proto__: null, rel: 0, href: LINK, imagesrcset: LINK },
  object: { __proto__: null, data: OBJECT },
  embed: { __proto__: null, src: OBJECT, code: OBJECT },
  feImage: image,
  use: image,
  set: animation,
  animate: animation,
  body: background,
  table: background,
  tbody: background,
  thead: background,
  tfoot: background,
  tr: background,
  td: background,
  th: background,
  col: background,
  colgroup: background,
};

/** A selector for all elements that may start or load something. */
export const TAGS =
  'script,iframe,frame,img,source,input,video,audio,track,image,link,object,embed,feImage,use,set,animate,[background],[ping]';

/** Matches all markup that may start or load something. */
const OF_INTEREST =
  /<(?:i?frame|script|style|template|im|source|video|audio|track|embed|object|link|use|feimage|set|animate|body|meta|\w+:)|(?:background|ping)\s*=/i;

const INPUT = /<input/i;
const SOURCE = /src/i;

/**
 * Returns whether markup may start or load something. Other markup is not parsed twice. An `input` without a source is
 * common and loads nothing.
 */
export const mayLoad = (html: string) =>
  found(OF_INTEREST, html) || (found(INPUT, html) && found(SOURCE, html));

/** Relations by which a link loads. */
export const RELATIONS = /stylesheet|pre(?!v)|icon|manifest|dictionary|^\s*$/i;

/** Links whose `relList` the page has. No hook intercepts the relations that the page adds to it. */
export const listed: WeakSet<Element> = frozenMethods(new WeakSet());

/** Returns the attributes by which an element of this name loads, or undefined if it loads nothing. */
export const resourceAttributesOf = (name: string): Attributes | undefined =>
  (ALONE[name] ?? PLACED[name]) as Attributes | undefined;

/** Returns whether an element of this name loads only in a document. */
export const isPlaced = (element: Element) => localNameOf(element) in PLACED;

/** Returns whether an element loads something and runs no code. @param name its local name */
export function isLoading(element: Element, name: string) {
  const shape = resourceAttributesOf(name);
  if (shape === undefined) return false;
  const space = namespaceOf(element);
  return space === HTML
    ? shape !== image && shape !== animation
    : space === SVG && (shape === image || shape === animation || shape === ping);
}

/**
 * Returns the `rel` of a held link. Chromium warns of a preload without a URL, so this relation is hidden. It is not
 * hidden if the page has the `relList`, which belongs to the element and not to the twin.
 */
export const heldRelation = (link: Element, relation: string) =>
  found(/preload/i, relation) && !listed.has(link) ? '' : relation;

export const isListed = (link: Element) => listed.has(link);
