/**
 * @file Puts the demo on the local server: the company's page with the vendors' snippets, its files, the built gate,
 * and a stand-in for every tag.
 */
import { readFileSync } from 'node:fs';
import { frameText, html, javascript, scriptText } from '../../tests/pages/support/stand_ins.mjs';
import { CAST, SITE } from './cast.mjs';

/** @typedef {import('../../tests/pages/support/server.mjs').Server} Server */
/** @typedef {import('./cast.mjs').Tag} Tag */

const FILES = ['recorder.js', 'choices.js', 'badges.js', 'site.css'];
const GATE = ['consent-gate.js', 'consent-gate-fallback.js'];

/** @param {Server} server */
export function putDemo(server) {
  server.put(SITE, '/', pageText());
  server.put(SITE, '/pulse', { body: 'here' });
  server.put(SITE, '/favicon.ico', { status: 204 });
  for (const name of FILES) server.put(SITE, `/${name}`, answer(name, text(`site/${name}`)));
  for (const name of GATE) server.put(SITE, `/${name}`, javascript(text(`../../dist/${name}`)));
  for (const tag of CAST) if (tag.url && tag.file) putStandIn(server, tag, tag.url);
}

/** Returns the page's text, in which a snippet replaces each `<!-- snippet: NAME -->`. */
export function pageText() {
  return text('index.html').replace(/<!-- snippet: ([\w-]+) -->/g, (_, name) =>
    text(`snippets/${name}.html`).trim(),
  );
}

/** @param {Server} server @param {Tag} tag @param {string} url */
function putStandIn(server, tag, url) {
  const { host } = new URL(url);
  const folder = host === SITE ? 'site' : 'stand-ins';
  const full = answer(tag.file, text(`${folder}/${tag.file}`), tag.id);
  server.on(host, ({ path }) => (`https://${host}${path}`.startsWith(url) ? full : undefined));
  for (const start of tag.also) putCounter(server, start);
}

/** Answers the requests of a stand-in's code with an empty response. @param {Server} server @param {string} start */
function putCounter(server, start) {
  const host = start.split('/')[0];
  server.on(host, ({ path }) => (`${host}${path}`.startsWith(start) ? { status: 204 } : undefined));
}

/**
 * Returns a response with the file. With an id, its code leaves a mark when it runs.
 * @param {string} name @param {string} body @param {string} [id]
 */
function answer(name, body, id) {
  if (name.endsWith('.css'))
    return { body, headers: { 'content-type': 'text/css; charset=utf-8' } };
  if (name.endsWith('.html')) return html((id ? frameText(id) : '') + body);
  return javascript(id ? scriptText(id, body) : body);
}

/**
 * Reads a file of the repository, including its byte order mark, which the gate needs.
 * @param {string} path from this folder
 */
const text = (path) => readFileSync(new URL(path, import.meta.url)).toString();
