/**
 * @file `RTCPeerConnection`. The servers that have to wait are left out of a configuration and put in on consent; the
 * page reads its own. Connections to other visitors are none of the gate's business.
 */

import { converted } from '../convert.js';
import { peek } from '../decide.js';
import { hookClass, hookMethod, put } from '../hook.js';
import { OTHER } from '../kinds.js';
import { absolute, apply, isSequence, listFrom, maybe, method, own } from '../natives.js';
import { pend, ticketFor } from '../pending.js';

/** @typedef {{ urls: any, username: any, credential: any }} Server */

const { construct } = Reflect;

/** What the page has asked for, as long as a part of it waits. @type {WeakMap<object, Server[]>} */
const asked = own(new WeakMap());

/** @param {any} realm */
export function hookPeers(realm) {
  if (!realm.RTCPeerConnection) return;
  const { prototype } = realm.RTCPeerConnection;
  const read = method(prototype, 'getConfiguration');
  const write = method(prototype, 'setConfiguration');
  /** @param {any} args @param {() => any} act @param {any} [self] */
  const configured = (args, act, self) => {
    /** @type {string[]} */
    const waits = [];
    const servers = serversIn(args);
    const allowed = servers && allowedOf(servers, waits);
    if (waits.length > 0) args[0].iceServers = allowed;
    const peer = act() ?? self;
    asked.delete(peer);
    for (const url of waits) {
      asked.set(peer, /** @type {Server[]} */ (servers));
      pend(ticketFor(addressOf(url), OTHER), () => {
        const all = asked.get(peer);
        if (all) maybe((it) => write(it, { ...read(it), iceServers: allowedOf(all, []) }), peer);
      });
    }
    return peer;
  };
  hookClass(realm, 'RTCPeerConnection', (native, args, target) =>
    configured(args, () => construct(native, args, target)),
  );
  put(realm, 'webkitRTCPeerConnection', realm.RTCPeerConnection);
  hookMethod(prototype, 'setConfiguration', (native, self, args) => {
    configured(args, () => apply(native, self, args), self);
  });
  hookMethod(prototype, 'getConfiguration', (native, self, args) => {
    const config = apply(native, self, args);
    config.iceServers = asked.get(self) ?? config.iceServers;
    return config;
  });
}

/** A URL without the white space that it may have anywhere, as the browser reads it. @param {any} url */
const plainUrl = (url) => absolute((url = converted(url)), 'about:blank') ?? url;

/**
 * The servers of a configuration, read once: what is judged is what the native function gets. Undefined where there are
 * none, or not such as the native function takes.
 * @param {any} args
 * @returns {Server[] | undefined}
 */
function serversIn(args) {
  const given = args[0]?.iceServers;
  if (!isSequence(given)) return undefined;
  let whole = true;
  const servers = listFrom(given, (/** @type {any} */ it) => {
    const urls = it?.urls;
    whole &&= urls !== undefined && typeof urls !== 'symbol';
    if (!whole) return it;
    return { __proto__: it, urls: isSequence(urls) ? listFrom(urls, plainUrl) : plainUrl(urls) };
  });
  args[0] = { __proto__: args[0], iceServers: servers };
  return whole ? servers : undefined;
}

/**
 * `stun:host:port` as the table of vendors knows hosts.
 * @param {string} url
 */
const addressOf = (url) => absolute(`${url}`.replace(/^\w+:/, 'https://'), 'https://x') ?? '';

/**
 * The servers that may be asked.
 * @param {Server[]} servers
 * @param {string[]} waits gets the URLs of the others
 */
function allowedOf(servers, waits) {
  /** @type {Server[]} */
  const allowed = [];
  for (const { urls: given, username, credential } of servers) {
    /** @type {string[]} */
    const urls = [];
    for (const url of typeof given === 'string' ? [given] : given) {
      const list = peek(addressOf(url), OTHER) ? waits : urls;
      list[list.length] = url;
    }
    if (urls.length > 0) allowed[allowed.length] = { urls, username, credential };
  }
  return allowed;
}
