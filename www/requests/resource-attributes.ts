/** @file Which elements load something and run nothing in the page, and by which attributes. */

import { HTML, SVG, found, localNameOf, namespaceOf, own } from '../platform/primordials.ts';
import { IMG, LINK, MEDIA, OBJECT, PING } from '../platform/constants.ts';

/** The tag under which all of these go. */
export const LOAD = 'load' as const;

/** Attribute → kind of what it loads; 0 for one that is no URL */
export type Shape = Record<string, number>;

const background: any = { __proto__: null, background: IMG };
const media: any = { __proto__: null, src: MEDIA };
const image: any = { __proto__: null, href: IMG };
const ping: any = { __proto__: null, ping: PING };
/** SVG animations of an attribute that names a URL, whichever attribute it is. */
export const animation: any = { __proto__: null, to: IMG, from: IMG, by: IMG, values: IMG };

/** What loads as soon as it has its attribute, in a document or not. */
const ALONE: Record<string, Shape> = {
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
} as any;

/** What loads by being in a document. */
const PLACED: Record<string, Shape> = {
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
} as any;

/** All elements that may start or load something, for a query. */
export const TAGS =
  'script,iframe,frame,img,source,input,video,audio,track,image,link,object,embed,feImage,use,set,animate,[background],[ping]';

/** Markup with one of these may start or load something. */
const OF_INTEREST =
  /<(?:i?frame|script|style|template|im|source|video|audio|track|embed|object|link|use|feimage|set|animate|body|meta|\w+:)|(?:background|ping)\s*=/i;

const INPUT = /<input/i;
const SOURCE = /src/i;

/**
 * Returns whether markup may start or load something: one look spares all other markup a second reading. An input
 * without a source is as common in it as it is harmless.
 */
export const mayLoad = (html: string) =>
  found(OF_INTEREST, html) || (found(INPUT, html) && found(SOURCE, html));

/** Relations by which a link loads. */
export const RELATIONS = /stylesheet|pre(?!v)|icon|manifest|dictionary|^\s*$/i;

/** Links whose `relList` the page has: it may give them any relation, and no hook sees it. */
export const listed: WeakSet<Element> = own(new WeakSet());

/** The attributes by which an element of this name loads, or undefined. */
export const shapeOf = (name: string): Shape | undefined => ALONE[name] ?? PLACED[name];

/** Whether an element of this name loads only in a document. */
export const isPlaced = (element: Element) => localNameOf(element) in PLACED;

/**
 * Whether the element is one of them.
 * @param name its local name
 */
export function isLoading(element: Element, name: string) {
  const shape = shapeOf(name);
  if (shape === undefined) return false;
  const space = namespaceOf(element);
  return space === HTML
    ? shape !== image && shape !== animation
    : space === SVG && (shape === image || shape === animation || shape === ping);
}

/**
 * The `rel` of a held link. Chromium writes a warning about a preload that has no URL, so that one is hidden, unless
 * the page has the `relList`, which belongs to the element itself.
 */
export const heldRelation = (link: Element, relation: string) =>
  found(/preload/i, relation) && !listed.has(link) ? '' : relation;

export const isListed = (link: Element) => listed.has(link);
