/**
 * @file `RTCPeerConnection`. The servers that have to wait are left out of a configuration and put in on consent; the
 * page reads its own. Connections to other visitors are none of the gate's business.
 */

import { ask } from '../decide.js';
import { hookClass, hookMethod, put } from '../hook.js';
import { OTHER } from '../kinds.js';
import { NONE, absolute, apply, maybe, method, own } from '../natives.js';
import { pend, ticketFor, withdraw } from '../pending.js';

/** @typedef {{ urls: any[], username: any, credential: any }} Server */
/** @typedef {{ all: Server[], allowed: Server[], waits: string[] }} Parts */

const { construct } = Reflect;

/** What the page has asked for, and the tickets of what waits. @type {WeakMap<object, { all: Server[], tickets: number[] }>} */
const asked = own(new WeakMap());

/** @param {any} realm */
export function hookPeers(realm) {
  const { RTCPeerConnection: native } = realm;
  if (!native) return;
  const { prototype } = native;
  const read = method(prototype, 'getConfiguration');
  const write = method(prototype, 'setConfiguration');
  /** Puts in what may be asked by now. @param {any} peer */
  const refresh = (peer) => {
    const parts = split(/** @type {any} */ (asked.get(peer)).all);
    if (parts.waits.length === 0) asked.delete(peer);
    maybe((it) => write(it, { ...read(it), iceServers: parts.allowed }), peer);
  };
  /** @param {any} args @param {() => any} act @param {any} [self] */
  const configured = (args, act, self) => {
    const parts = maybe((config) => config && split(config.iceServers), args[0]);
    const waits = parts?.waits ?? NONE;
    if (waits.length > 0) args[0] = { __proto__: args[0], iceServers: parts?.allowed };
    const result = act();
    drop(self);
    if (waits.length > 0) keep(self ?? result, /** @type {Parts} */ (parts), refresh);
    return result;
  };
  hookClass(realm, 'RTCPeerConnection', (_, args, target) =>
    configured(args, () => construct(native, args, target)),
  );
  put(realm, 'webkitRTCPeerConnection', realm.RTCPeerConnection);
  hookMethod(prototype, 'setConfiguration', (set, self, args) =>
    configured(args, () => apply(set, self, args), self),
  );
  hookMethod(prototype, 'getConfiguration', (get, self, args) => {
    const config = apply(get, self, args);
    config.iceServers = asked.get(self)?.all ?? config.iceServers;
    return config;
  });
  hookMethod(prototype, 'close', (close, self, args) => {
    drop(self);
    return apply(close, self, args);
  });
}

/**
 * @param {any} peer
 * @param {Parts} parts
 * @param {(peer: any) => void} refresh
 */
function keep(peer, { all, waits }, refresh) {
  const tickets = waits.map((url) => ticketFor(addressOf(url), OTHER));
  asked.set(peer, { all, tickets });
  for (const ticket of tickets) pend(ticket, () => refresh(peer));
}

/** @param {any} peer */
function drop(peer) {
  for (const ticket of asked.get(peer)?.tickets ?? []) withdraw(ticket);
  asked.delete(peer);
}

/**
 * `stun:host:port` as the table of vendors knows hosts.
 * @param {string} url
 */
const addressOf = (url) => absolute(`${url}`.replace(/^\w+:/, 'https://'), baseless) ?? '';

const baseless = 'https://invalid';

/**
 * @param {Iterable<any>} servers
 * @returns {Parts}
 */
function split(servers) {
  /** @type {Parts} */
  const { all, allowed, waits } = { all: [], allowed: [], waits: [] };
  for (const { urls: given, username, credential } of servers) {
    const urls = typeof given === 'string' ? [given] : [...given];
    /** @type {any[]} */
    const rest = [];
    for (const url of urls) {
      const list = ask('peek', addressOf(url), OTHER) ? waits : rest;
      list[list.length] = url;
    }
    all[all.length] = { urls, username, credential };
    if (rest.length > 0) allowed[allowed.length] = { urls: rest, username, credential };
  }
  return { all, allowed, waits };
}
