/**
 * @file The default response of a stand-in host: a script or a frame that leaves a mark in the top page, by the path's
 * extension. It knows no vendor. The query changes the response: `?delay=MS`, `?never`, `?status=404`,
 * `?header=Name:Value`.
 */

/**
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {Record<string, string>} [headers]
 * @property {string | Buffer} [body]
 * @property {AsyncIterable<string>} [pieces]  sent one after the other, each as soon as it exists
 * @property {boolean} [refused]  no response: the server resets the stream, as an ad blocker ends a request
 */

/** A response that never arrives. */
export const NEVER = /** @type {Promise<Answer>} */ (new Promise(() => {}));

/**
 * Returns the default response to a request.
 * @param {{ host: string, path: string, dest: string }} request
 * @returns {Answer | Promise<Answer>}
 */
export function standIn({ host, path, dest }) {
  const { pathname, searchParams } = new URL(path, 'https://stand-in.invalid');
  if (searchParams.has('never')) return NEVER;
  const answer = { ...byExtension(host, pathname, searchParams, dest), ...overrides(searchParams) };
  const delay = Number(searchParams.get('delay'));
  return delay > 0 ? new Promise((resolve) => setTimeout(resolve, delay, answer)) : answer;
}

/**
 * @param {string} host @param {string} pathname @param {URLSearchParams} query @param {string} dest
 * @returns {Answer}
 */
function byExtension(host, pathname, query, dest) {
  const id = query.get('id') ?? host.split('.')[0];
  const framed = dest === 'iframe' || dest === 'frame' || dest === 'document' || dest === 'object';
  if (pathname === '/favicon.ico') return { status: 204 };
  if (framed || pathname.endsWith('.html')) return html(frameText(id));
  if (pathname.endsWith('.png')) return IMAGE;
  if (dest === 'style') return STYLE_SHEET;
  return javascript(scriptText(id));
}

/** An empty one: Firefox reports a style sheet of another type as an error of the page. @type {Answer} */
const STYLE_SHEET = {
  body: '',
  headers: { 'content-type': 'text/css', 'access-control-allow-origin': '*' },
};

/**
 * One pixel, cached for a while. An invalid or stale image would be requested again at every change of style.
 * @type {Answer}
 */
const IMAGE = {
  body: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  headers: {
    'content-type': 'image/png',
    'cache-control': 'max-age=60',
    'access-control-allow-origin': '*',
  },
};

/** @param {URLSearchParams} query  @returns {Answer} */
function overrides(query) {
  /** @type {Answer} */
  const answer = {};
  if (query.has('status')) answer.status = Number(query.get('status'));
  const headers = query.getAll('header').map((line) => line.split(/:\s*/, 2));
  if (headers.length > 0) answer.headers = Object.fromEntries([JAVASCRIPT, ...headers]);
  return answer;
}

const JAVASCRIPT = ['content-type', 'text/javascript; charset=utf-8'];

/** @param {string | Buffer} body  @returns {Answer} */
export function javascript(body) {
  const cors = {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  };
  return { body, headers: { ...Object.fromEntries([JAVASCRIPT]), ...cors } };
}

/** @param {string} body  @returns {Answer} */
export function html(body) {
  return { body, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

/**
 * Returns code that leaves a mark in the top page: directly if it is same-origin, else by message.
 * @param {string} id @param {"script" | "iframe"} kind
 */
function markText(id, kind) {
  return `(() => {
  if (typeof document === "undefined") return; // A worker has nowhere to leave one.
  const current = document.currentScript;
  const mark = { id: ${JSON.stringify(id)}, kind: "${kind}", state: document.readyState };
  try {
    (top.__ran ||= []).push({ ...mark, element: current });
    top.__marked?.();
  } catch {
    top.postMessage({ __ran: mark }, "*");
  }
})();\n`;
}

/** A script that marks its run. @param {string} id  @param {string} [more] further statements */
export const scriptText = (id, more = '') => markText(id, 'script') + more;

/** A document that marks its run. @param {string} id */
export const frameText = (id) =>
  `<!doctype html><title>${id}</title><body><script>${markText(id, 'iframe')}</script>`;
