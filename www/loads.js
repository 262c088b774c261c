/**
 * @file Elements that load something by an attribute and run nothing in the page: images, media, links, objects.
 * Which they are, when they load, and what each asks for. It neither holds nor releases.
 */

import { seen } from './book.js';
import { carriedByUrl } from './content.js';
import { mask } from './css.js';
import { peek } from './decide.js';
import { FREE, IMG, LINK, MEDIA, OBJECT, PING, STYLE } from './kinds.js';
import {
  HTML,
  SVG,
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  documentOf,
  found,
  isConnected,
  list,
  localNameOf,
  exec,
  namespaceOf,
  own,
  parentOf,
  windowOf,
} from './natives.js';
import { readSrcset } from './srcset.js';
import { textAt } from './text-at.js';

/** The tag under which all of these go. */
export const LOAD = /** @type {const} */ ('load');

/** @typedef {Record<string, number>} Shape attribute → kind of what it loads; 0 for one that is no URL */
/** @typedef {(name: string) => string | null} Read gives the value of an attribute */

/** @type {any} */
const background = { __proto__: null, background: IMG };
/** @type {any} */
const media = { __proto__: null, src: MEDIA };
/** @type {any} */
const image = { __proto__: null, href: IMG };
/** @type {any} */
const ping = { __proto__: null, ping: PING };
/** SVG animations of an attribute that names a URL, whichever attribute it is. @type {any} */
const animation = { __proto__: null, to: IMG, from: IMG, by: IMG, values: IMG };

/** What loads as soon as it has its attribute, in a document or not. @type {Record<string, Shape>} */
const ALONE = /** @type {any} */ ({
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
});

/** What loads by being in a document. @type {Record<string, Shape>} */
const PLACED = /** @type {any} */ ({
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
});

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
 * @param {string} html
 */
export const mayLoad = (html) =>
  found(OF_INTEREST, html) || (found(INPUT, html) && found(SOURCE, html));

/** Relations by which a link loads. */
const RELATIONS = /stylesheet|pre(?!v)|icon|manifest|dictionary|^\s*$/i;

/** Links whose `relList` the page has: it may give them any relation, and no hook sees it. @type {WeakSet<Element>} */
const listed = own(new WeakSet());

/**
 * The attributes by which an element of this name loads, or undefined.
 * @param {string} name
 * @returns {Shape | undefined}
 */
export const shapeOf = (name) => ALONE[name] ?? PLACED[name];

/**
 * Whether an element of this name loads only in a document.
 * @param {Element} element
 */
export const isPlaced = (element) => localNameOf(element) in PLACED;

/**
 * Whether the element is one of them.
 * @param {Element} element
 * @param {string} name its local name
 */
export function isLoading(element, name) {
  const shape = shapeOf(name);
  if (shape === undefined) return false;
  const space = namespaceOf(element);
  return space === HTML
    ? shape !== image && shape !== animation
    : space === SVG && (shape === image || shape === animation || shape === ping);
}

/**
 * Notes that the page has the `relList` of a link; returns whether this may change what the link loads.
 * @param {Element} link
 */
export function listRelations(link) {
  if (listed.has(link)) return false;
  listed.add(link);
  return !found(RELATIONS, relationOf(reader(link)));
}

/**
 * The `rel` of a held link. Chromium writes a warning about a preload that has no URL, so that one is hidden, unless
 * the page has the `relList`, which belongs to the element itself.
 * @param {Element} link
 * @param {string} relation
 */
export const heldRelation = (link, relation) =>
  found(/preload/i, relation) && !listed.has(link) ? '' : relation;

/** @param {Element} link */
export const isListed = (link) => listed.has(link);

/** @param {Read} read */
const relationOf = (read) => read('rel') ?? '';

/**
 * Whether the element, with its attributes, loads where it is now.
 * @param {Element} element
 */
export function isActive(element) {
  if (!windowOf(documentOf(element))) return false;
  if (isPlaced(element)) return isConnected(element);
  return !found(/^(?:source|track)$/, localNameOf(element)) || parentOf(element) !== null;
}

/**
 * What the element asks for: the first URL that would be held, else the first one, else null.
 * @param {Element} element
 * @param {string} [base]
 * @param {Read} [read]
 */
export function loadOf(element, base = baseOf(element), read = reader(element)) {
  const name = localNameOf(element);
  const shape = /** @type {Shape} */ (shapeOf(name));
  const rel = name === 'link' ? relationOf(read) : '';
  if (!found(RELATIONS, rel) && !listed.has(element)) return null;
  let first = null;
  for (const attribute in shape) {
    if (attribute === 'rel') continue;
    const kind = found(/stylesheet/i, rel) ? STYLE : shape[attribute];
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

/**
 * Reads what the page has set, in either form that SVG knows.
 * @param {Element} element
 * @returns {Read}
 */
export function reader(element) {
  const model = seen(element);
  return (name) =>
    attributeOf(model, name) ?? (name === 'href' ? attributeOfNS(model, XLINK, name) : null);
}

const WORD = /(\S+)/g;

/** A value among those of an animation; one that is a function of CSS is read as CSS. */
const STEP = /(?:^|;)(?!\s*[-a-z]+\()([^;]+)/gi;

/**
 * The URLs in an attribute's value that lead to a host.
 * @param {string} attribute
 * @param {string} value
 * @param {string} base
 * @param {number} kind
 */
export function urlsIn(attribute, value, base, kind) {
  const urls = list();
  const add = (/** @type {string} */ text) => {
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
