/**
 * @file The shape of a realm for code in a page: each interface's properties, and of each function its name, length,
 * text, own keys, prototype chain and whether it is a constructor.
 */

/**
 * Runs in the page, so it uses nothing of this module.
 * @param {{ inFrame: boolean, besides: string[], sorted: boolean }} options `besides`: names that are left out;
 * `sorted`: for a browser that makes its globals when they are first read, and has them in that order
 * @returns {Record<string, string>} one line per property, by its path
 */
export function shapeOfRealm({ inFrame, besides, sorted }) {
  const frame = inFrame ? document.body.appendChild(document.createElement('iframe')) : null;
  const realm = /** @type {any} */ (frame ? frame.contentWindow : self);
  const { Object: O, Reflect: R, Function: F } = /** @type {any} */ (realm);
  /** @type {Record<string, string>} */
  const lines = {};
  const seen = new Set();

  /** @param {any} fn */
  const functionShape = (fn) => {
    let constructs = 'yes';
    try {
      R.construct(O, [], fn);
    } catch {
      constructs = 'no';
    }
    const keys = R.ownKeys(fn).map(String).join();
    const chain = O.getPrototypeOf(fn) === F.prototype ? 'Function' : 'other';
    return `${fn.name}/${fn.length} ${F.prototype.toString.call(fn).slice(0, 80)} [${keys}] ${chain} ${constructs}`;
  };

  /** @param {any} object @param {string} path */
  const visit = (object, path) => {
    if (seen.has(object)) return;
    seen.add(object);
    const keys = R.ownKeys(object).filter(
      (/** @type {any} */ key) => !besides.includes(String(key)),
    );
    if (sorted)
      keys.sort((/** @type {any} */ a, /** @type {any} */ b) => (String(a) < String(b) ? -1 : 1));
    lines[path] = keys.map(String).join();
    for (const key of keys) {
      property(object, key, `${path}.${String(key)}`);
    }
  };

  /** @param {any} object @param {PropertyKey} key @param {string} path */
  const property = (object, key, path) => {
    const { get, set, value, configurable, enumerable, writable } = O.getOwnPropertyDescriptor(
      object,
      key,
    );
    const parts = [configurable, enumerable, writable, typeof value].map(String);
    for (const fn of [get, set, value]) if (typeof fn === 'function') parts.push(functionShape(fn));
    lines[path] = parts.join(' ');
    if (typeof value === 'function' && value !== F) visit(value, path);
    if (typeof value === 'function' && value.prototype) visit(value.prototype, `${path}.prototype`);
  };

  visit(realm, 'self');
  for (let it = O.getPrototypeOf(realm), i = 0; it; it = O.getPrototypeOf(it), i++)
    visit(it, `self.__proto__${i}`);
  visit(realm.document, 'document');
  visit(realm.location, 'location');
  return lines;
}
