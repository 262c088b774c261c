/**
 * @file Passes code and values between a test and WebKitGTK. WebDriver supports only JSON values and elements.
 * `undefined`, and numbers that JSON does not have, are wrapped, as playwright does.
 */

/** The property of a wrapper object that contains the wrapped value. */
const WRAPPED = '__wrapped';

/** Wraps values in the page that WebDriver cannot transfer. */
const PACK = `(function pack(value) {
  if (value === undefined) return { ${WRAPPED}: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { ${WRAPPED}: String(value) };
  if (typeof value !== 'object' || value === null || value.nodeType) return value;
  if (value instanceof Error) return String(value);
  if (Array.isArray(value)) return value.map(pack);
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, pack(it)]));
})`;

/**
 * Returns the text of an asynchronous WebDriver script that runs `code` with the script's first argument.
 * @param {any} code a function, an expression or a program
 */
export function callText(code) {
  return `const argument = arguments[0], done = arguments[1];
    const answer = (it) => done({ heard: self.__errors?.splice(0) ?? [], ...it });
    const fail = (error) => answer({ error: String(error) });
    (async () => ${called(code)})().then((value) => answer({ value: ${PACK}(value) })).catch(fail);`;
}

/** @param {any} code */
function called(code) {
  if (typeof code === 'function') return `(${code})(argument)`;
  return isExpression(code) ? `(${code}\n)` : `(0, eval)(${JSON.stringify(code)})`;
}

/** @param {string} code */
function isExpression(code) {
  try {
    return Boolean(new Function(`(${code}\n)`));
  } catch {
    return false;
  }
}

/** @param {any} value  @returns {any} the page's value */
export function unpack(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  if (WRAPPED in value) return value[WRAPPED] === 'undefined' ? undefined : Number(value[WRAPPED]);
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, unpack(it)]));
}
