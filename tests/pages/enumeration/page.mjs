/**
 * @file Runs in the page as a classic script: gives every element every attribute with a URL of one host. The path of
 * the URL contains the element and attribute, so the server's log shows which of them load.
 */

const SPACES = {
  html: 'http://www.w3.org/1999/xhtml',
  svg: 'http://www.w3.org/2000/svg',
  math: 'http://www.w3.org/1998/Math/MathML',
};

/** Attributes that an SVG animation may animate. */
const ANIMATED =
  'href xlink:href fill stroke mask clip-path filter cursor marker-start marker-mid marker-end style class ping src';

const RELATIONS =
  'stylesheet icon apple-touch-icon manifest modulepreload prefetch preconnect dns-prefetch prerender import compression-dictionary search pingback next monetization serviceworker';

const each = (words, make) => words.split(' ').map(make);

/** Additional attributes and children that an element needs to load, in each of several forms. */
const FORMS = {
  link: [
    ...each(RELATIONS, (rel) => ({ rel })),
    ...each('script style image font fetch track', (as) => ({ rel: 'preload', as })),
  ],
  input: [{ type: 'image' }],
  embed: each('text/html image/svg+xml', (type) => ({ type })),
  object: each('text/html image/svg+xml', (type) => ({ type })),
  track: [{ default: '', kind: 'subtitles' }],
  script: [{}, { type: 'module' }],
  param: each('src movie code url', (name) => ({ name })),
};
// Long enough that no animation reaches its middle, where `to` would load on a slow machine.
for (const name of ['set', 'animate', 'animateMotion', 'animateTransform'])
  FORMS[name] = each(ANIMATED, (attributeName) => ({ attributeName, dur: '9999s' }));

/** The ancestors of an element, from the outermost to its parent. */
const AROUND = {
  source: ['video', 'picture'],
  track: ['video'],
  area: ['map'],
  option: ['select'],
  param: ['object'],
  caption: ['table'],
  col: ['table>colgroup', 'table'],
  colgroup: ['table'],
  tbody: ['table'],
  thead: ['table'],
  tfoot: ['table'],
  tr: ['table>tbody'],
  td: ['table>tbody>tr'],
  th: ['table>tbody>tr'],
};

/** Values that contain one URL. */
const valuesOf = (space, name, url) =>
  space === 'svg' ? [url, `url(${url}#a)`] : name === 'meta' ? [`0;url=${url}`] : [url];

/** A page can have at most a thousand frames, and some elements make many. */
const MOST_ROOMS = 3;

/** Makes a same-origin frame for one element, wide enough for a layout of all of it. */
function room() {
  const rooms = document.querySelectorAll('body > iframe');
  if (rooms.length >= MOST_ROOMS) rooms[0].remove();
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;inset:0;width:500px;height:300px;border:0';
  document.body.append(frame);
  return frame.contentDocument;
}

/** Returns the innermost of nested elements in the room. */
function nest(room, space, path) {
  let place = room.body;
  for (const name of path ? path.split('>') : [])
    place = place.appendChild(make(room, space, name, { width: 90, height: 90, d: 'M0 0h9v9' }));
  return place;
}

function make(room, space, name, attributes) {
  const element = room.createElementNS(SPACES[space], name);
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  return element;
}

function set(element, name, value) {
  if (name === 'xlink:href') element.setAttributeNS('http://www.w3.org/1999/xlink', name, value);
  else element.setAttribute(name, value);
}

/** Returns paths of the places in which an element of this name is tried. */
function placesOf(space, name) {
  if (space === 'html') return AROUND[name] ?? [''];
  if (space === 'math') return ['math'];
  if (name in FORMS && name !== 'script') return ['svg>image', 'svg>rect', 'svg>path'];
  return [/^fe[A-Z]/.test(name) ? 'svg>filter' : 'svg'];
}

/** Attributes and members of all elements, which are tried with one element of each kind. */
const COMMON = {
  html: ['HTMLElement', 'div'],
  svg: ['SVGElement', 'g'],
  math: ['MathMLElement', 'mi'],
};

/** Returns names that a property of this element sets. Most are content attributes. */
function settable(element, space, name) {
  const [end, common] = COMMON[space];
  const isEnd = (proto) => !proto || (proto.constructor.name === end && name !== common);
  const names = [];
  for (
    let proto = Object.getPrototypeOf(element);
    !isEnd(proto);
    proto = Object.getPrototypeOf(proto)
  )
    for (const [key, { set }] of Object.entries(Object.getOwnPropertyDescriptors(proto)))
      if (set && !/^(?:on|inner|outer|text|node)/.test(key)) names.push(key);
  return names;
}

/** Gives one element one attribute, before and after its insertion into the document, and by its property. */
function give(room, { space, name, path, form, attribute, value }) {
  const before = make(room, space, name, form);
  const after = make(room, space, name, form);
  const place = nest(room, space === 'html' ? 'html' : space, path);
  try {
    set(before, attribute, value);
    place.append(before);
    if (name === 'feImage') use(room, place);
    place.append(after);
    set(after, attribute, value);
    if (attribute in after && typeof after[attribute] === 'string') after[attribute] = value;
  } catch {
    // An invalid name of an attribute, or an invalid value of the property.
  }
}

/** Applies a filter. */
function use(room, filter) {
  filter.id = `f${room.querySelectorAll('filter').length}`;
  const rect = make(room, 'svg', 'rect', { width: 90, height: 90, filter: `url(#${filter.id})` });
  filter.parentNode.append(rect);
}

/** Tries one element with all attributes. @returns {number} the number of attributes */
function tryElement(host, space, name, more) {
  const inside = room();
  const attributes = new Set([...settable(make(inside, space, name, {}), space, name), ...more]);
  let count = 0;
  for (const form of FORMS[name] ?? [{}])
    for (const path of placesOf(space, name))
      for (const attribute of attributes) {
        const url = `https://${host}/${space}/${name}/${attribute.toLowerCase()}/x.png?${++count}`;
        for (const value of valuesOf(space, name, url))
          give(inside, { space, name, path, form, attribute: attribute.toLowerCase(), value });
      }
  return count;
}

/** Gives shapes every CSS property as an attribute. */
function tryPresentation(host) {
  const inside = room();
  const properties = [...getComputedStyle(document.body)];
  for (const name of ['rect', 'path', 'text', 'g', 'image', 'svg'])
    for (const attribute of properties) {
      const value = `url(https://${host}/svg/*/${attribute}/x.png?${name})`;
      give(inside, {
        space: 'svg',
        name,
        path: 'svg',
        form: { width: 90, height: 90 },
        attribute,
        value,
      });
    }
  return properties.length;
}

/** Returns interfaces of elements that no name of the list makes. */
function unmade(names) {
  const made = new Set(
    names.map(([space, name]) => document.createElementNS(SPACES[space], name).constructor.name),
  );
  const interfaces = Object.getOwnPropertyNames(self).filter((it) =>
    /^(?:HTML|SVG|MathML)\w*Element$/.test(it),
  );
  return interfaces.filter((it) => !made.has(it));
}

/** Returns attributes of elements, by interface, that are live token lists. No setter intercepts changes of these. */
function tokenLists(names) {
  const lists = new Set();
  for (const [space, name] of names) {
    const element = document.createElementNS(SPACES[space], name);
    for (let proto = element; proto; proto = Object.getPrototypeOf(proto))
      for (const key of Object.getOwnPropertyNames(proto)) {
        const isList =
          Object.getOwnPropertyDescriptor(proto, key)?.get && element[key] instanceof DOMTokenList;
        if (isList) lists.add(`${proto.constructor.name}.${key}`);
      }
  }
  return [...lists].sort();
}

Object.assign(globalThis, { tryElement, tryPresentation, unmade, tokenLists });

/** Values of the language, which make no network requests. */
const LANGUAGE =
  /^(?:Object|Function|Array|Number|Boolean|String|Symbol|Date|Promise|RegExp|\w*Error|ArrayBuffer|SharedArrayBuffer|\w+\d+Array|DataView|Map|Set|Weak\w+|BigInt|Proxy|Reflect|JSON|Math|Atomics|Iterator|\w*DisposableStack|FinalizationRegistry|Intl|Temporal|WebAssembly|globalThis|WebGL\w*|Suppressed\w*)$/;

/** Returns members that can be called or set. Reading requests nothing. */
function usable(owner) {
  const names = [];
  for (const [name, { value, set }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
    if ((set || typeof value === 'function') && name !== 'constructor' && !/^on/.test(name))
      names.push(name);
  return names.sort();
}

/** Returns interfaces, namespaces and the window, by name. */
function owners() {
  const all = { window };
  const known = new Set();
  for (const name of Object.getOwnPropertyNames(window).sort()) {
    const value = Object.getOwnPropertyDescriptor(window, name)?.value;
    if (LANGUAGE.test(name) || !/^[A-Z]|^webkit[A-Z]/.test(name)) continue;
    if (typeof value === 'function') {
      const { prototype } = value;
      if (known.has(value) || prototype?.constructor.name !== name) continue; // An alias of an interface.
      known.add(value);
      all[`${name}.`] = value;
      all[name] = prototype;
    } else if (typeof value === 'object' && value) all[name] = value;
  }
  return all;
}

/** Returns the members of each owner. @returns {Record<string, string[]>} */
function members() {
  const found = {};
  for (const [name, owner] of Object.entries(owners())) {
    const names = usable(owner);
    if (names.length > 0) found[name] = names;
  }
  return found;
}

const definitions = [];

/** Records later definitions. */
function watchDefinitions() {
  const native = Object.defineProperty;
  const names = new Map(Object.entries(owners()).map(([name, owner]) => [owner, name]));
  Object.defineProperty = (/** @type {any} */ owner, name, descriptor) => {
    if (names.has(owner)) definitions.push(`${names.get(owner)} ${String(name)}`);
    return native(owner, name, descriptor);
  };
}

const defined = () => definitions;

Object.assign(globalThis, { members, watchDefinitions, defined });
