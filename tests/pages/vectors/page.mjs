/**
 * @file Makes the page of one vector: helpers, the action with the tracked host, and the same action with the untracked
 * host as its control.
 */
import { inline, inScript } from '../support/pages.mjs';

/** @typedef {import("./load.mjs").Vector} Vector */
/** @typedef {{ tracked: string, untracked: string }} Hosts */

/**
 * The requested file, by kind: the file of a stand-in host, and whether it leaves a mark. For kinds without a mark,
 * only the server's log counts.
 * @type {Record<string, { file: string, runs?: boolean }>}
 */
export const KINDS = {
  script: { file: 'x.js', runs: true },
  iframe: { file: 'x.html', runs: true },
  img: { file: 'x.png' },
  style: { file: 'x.css' },
  font: { file: 'x.woff2' },
  media: { file: 'x.mp4' },
  object: { file: 'x.svg' },
  link: { file: 'x.css' },
  fetch: { file: 'x.json' },
  xhr: { file: 'x.json' },
  beacon: { file: 'x' },
  websocket: { file: 'x' },
  eventsource: {
    file: 'x?header=content-type:text/event-stream&header=access-control-allow-origin:*',
  },
  worker: { file: 'x.js' },
  form: { file: 'x.html' },
  ping: { file: 'x' },
  import: { file: 'x.js' },
  popup: { file: 'x.html' },
};

/**
 * Short names for the tables. They are code of the page. They use `var`, so that frames reach them through `parent`.
 */
const HELPERS = `
var D = document, SVG = "http://www.w3.org/2000/svg", XLINK = "http://www.w3.org/1999/xlink";
var E = (name) => document.createElement(name);
var S = (url) => Object.assign(document.createElement("script"), { src: url });
var F = (url) => Object.assign(document.createElement("iframe"), { src: url });
var C = () => document.body.appendChild(document.createElement("div"));
var K = () => C().appendChild(document.createElement("i"));
var HS = (url) => '<script src="' + url + '"></' + "script>";
var HF = (url) => '<iframe src="' + url + '"></iframe>';
var P = (id) => document.body.appendChild(Object.assign(E("p"), { id, textContent: "a" }));
var V = (name) => {
  const it = document.createElementNS(SVG, name);
  it.setAttribute("d", "M0 0h9v9");
  for (const side of ["width", "height"]) it.setAttribute(side, 9);
  return document.body.appendChild(document.createElementNS(SVG, "svg")).appendChild(it);
};
var blank = () => document.body.appendChild(document.createElement("iframe"));
var frag = (...nodes) => { const it = new DocumentFragment(); it.append(...nodes); return it; };
var B = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
var nest = (node) => { const it = E("div"); it.appendChild(E("p")).appendChild(node); return it; };
var DATA = (text, type) => "data:" + (type ?? "text/html") + "," + encodeURIComponent(text);
var F2 = (text, change, type) => {
  const it = F(DATA(text, type));
  if (change) change(it);
  return document.body.appendChild(it);
};
var F3 = (text, sandbox) => {
  const it = Object.assign(E("iframe"), { sandbox: sandbox ?? "allow-scripts allow-forms", srcdoc: text });
  return document.body.appendChild(it);
};
var B2 = (text) => URL.createObjectURL(new Blob([text], { type: "text/html" }));
var runInWorker = () => {
  for (const script of document.querySelectorAll('script[type="text/partytown"]')) {
    script.type += "-x";
    new Worker("/relay.js").postMessage(script.src || script.textContent);
  }
};
addEventListener("ptupdate", runInWorker);
var lie = (object, name, value, use) => {
  const real = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { ...real, value });
  try { use(); } finally { Object.defineProperty(object, name, real); }
};
`;

/**
 * Detects pauses of the parser, which may be anywhere, that spoil a static vector. Such a page proves nothing and is
 * loaded again: `spoiled(gate)` returns whether. After a pause between a host and its declarative shadow root, the
 * observer has reported a host without a root; `pauses.test.mjs` tests that.
 */
const SHADOW_PAUSES = `
var without = new Set(), seen = new Set();
var look = (root) => root.querySelectorAll("*").forEach((element) => {
  if (!element.shadowRoot) without.add(element);
  else if (!seen.has(element)) watch(element.shadowRoot, seen.add(element));
});
var watch = (root) => (new MutationObserver(() => look(root)).observe(root, { childList: true, subtree: true }), look(root));
var spoiled = () => [...without].some((element) => element.shadowRoot);
watch(document);`;

/**
 * Chromium gives up an `<object>` that is laid out before its end tag has been parsed, permanently and with an `error`
 * event. One that the gate holds is requested again when it is released. So with the gate, the control decides.
 * @param {string} control the host
 */
const objectPauses = (control) => `
var lost = [];
addEventListener("error", ({ target: { localName, data } }) => localName === "object" && lost.push(data), true);
var spoiled = (gate) => lost.some((url) => !gate || url.includes("${control}"));`;

/** A worker of the site without hooks. It runs the code that it receives, as Partytown's does. */
export const RELAY = {
  body: 'onmessage = ({ data }) => (/^https:/.test(data) ? importScripts(data) : eval(data))',
  headers: { 'content-type': 'text/javascript' },
};

/** Additions to a page with Trusted Types. */
const POLICY = `const same = (value) => value;
const TT = trustedTypes.createPolicy("page", { createHTML: same, createScript: same, createScriptURL: same });`;

/**
 * Returns the parts of a vector's page.
 * @param {Vector} vector @param {Hosts} hosts
 * @param {{ plain: boolean }} control whether the control is another request
 * @returns {{ head: string, body: string, headers: Record<string, string>, config: object, permissions: string[] }}
 */
export function vectorPage(vector, hosts, { plain }) {
  const trusted = vector.options.includes('trusted');
  const actions = [action(vector, hosts.tracked, 't')];
  if (!plain) actions.push(action(vector, hosts.untracked, 'u'));
  const pauses = pausesOf(vector, hosts.untracked) ?? '';
  const helpers = inline(HELPERS + (trusted ? POLICY : '') + pauses);
  const inHead = vector.options.includes('head');
  return {
    head: helpers + (inHead ? actions.join('\n') : ''),
    body: inHead ? '' : actions.join('\n'),
    headers: trusted ? { 'content-security-policy': "require-trusted-types-for 'script'" } : {},
    config: JSON.parse(optionOf(vector, 'config') ?? '{}'),
    permissions: optionOf(vector, 'permissions')?.split(',') ?? [],
  };
}

/**
 * Returns the value of an option such as `config={"api":"locked"}`, which has no spaces.
 * @param {Vector} vector @param {string} name
 */
export const optionOf = ({ options }, name) =>
  options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);

/** Returns whether the visitor clicks in the page of a vector. @param {Vector} vector */
export const isClicked = ({ options }) => options.includes('click') || options.includes('used');

/** Returns whether the page of a vector defines `spoiled`. @param {Vector} vector */
export const canBeSpoiled = (vector) => pausesOf(vector, '') !== undefined;

/** @param {Vector} vector @param {string} control */
function pausesOf({ group, code }, control) {
  if (group !== 'static') return undefined;
  if (/shadowrootmode="?open/.test(code)) return SHADOW_PAUSES;
  return code.includes('<object') ? objectPauses(control) : undefined;
}

/** @param {Vector} vector @param {string} host @param {string} name */
function action({ group, kind, code, options }, host, name) {
  const url = `https://${host}/${KINDS[kind].file}`;
  if (group === 'static') return fill(code, url, host, name);
  const call = [url, host, name].map((value) => JSON.stringify(value)).join(', ');
  const act = `((u, h, x) => { ${inScript(code)} })(${call})`;
  if (!options.includes('used')) return `<script>${act};</script>`;
  return `<button id="click-${name}">a</button><script>document.getElementById("click-${name}").onclick = () => ${act};</script>`;
}

/** @param {string} markup @param {string} url @param {string} host @param {string} name */
export function fill(markup, url, host, name) {
  return markup.replaceAll('$u', url).replaceAll('$h', host).replaceAll('$x', name);
}
