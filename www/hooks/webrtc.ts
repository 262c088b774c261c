/**
 * @file `RTCPeerConnection`. The servers that have to wait are left out of a configuration and put in on consent; the
 * page reads its own. Connections to other visitors are none of the gate's business.
 */

import { converted } from '../platform/webidl.ts';
import { peek } from '../engine/engine.ts';
import { hookClass, hookMethod, put } from '../platform/patch.ts';
import { OTHER } from '../platform/constants.ts';
import {
  absolute,
  apply,
  isSequence,
  listFrom,
  maybe,
  method,
  own,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';

type Server = { urls: any; username: any; credential: any };

const { construct } = Reflect;

/** What the page has asked for, as long as a part of it waits. */
const asked: WeakMap<object, Server[]> = own(new WeakMap());

export function hookPeers(realm: any) {
  if (!realm.RTCPeerConnection) return;
  const { prototype } = realm.RTCPeerConnection;
  const read = method(prototype, 'getConfiguration');
  const write = method(prototype, 'setConfiguration');
  const configured = (args: any, act: () => any, self?: any) => {
    const waits: string[] = [];
    const servers = serversIn(args);
    const allowed = servers && allowedOf(servers, waits);
    if (waits.length > 0) args[0].iceServers = allowed;
    const peer = act() ?? self;
    asked.delete(peer);
    for (const url of waits) {
      asked.set(peer, servers as Server[]);
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

/** A URL without the white space that it may have anywhere, as the browser reads it. */
const plainUrl = (url: any) => absolute((url = converted(url)), 'about:blank') ?? url;

/**
 * The servers of a configuration, read once: what is judged is what the native function gets. Undefined where there are
 * none, or not such as the native function takes.
 */
function serversIn(args: any): Server[] | undefined {
  const given = args[0]?.iceServers;
  if (!isSequence(given)) return undefined;
  let whole = true;
  const servers = listFrom(given, (it: any) => {
    const urls = it?.urls;
    whole &&= urls !== undefined && typeof urls !== 'symbol';
    if (!whole) return it;
    return { __proto__: it, urls: isSequence(urls) ? listFrom(urls, plainUrl) : plainUrl(urls) };
  });
  args[0] = { __proto__: args[0], iceServers: servers };
  return whole ? servers : undefined;
}

/** `stun:host:port` as the table of vendors knows hosts. */
const addressOf = (url: string) =>
  absolute(`${url}`.replace(/^\w+:/, 'https://'), 'https://x') ?? '';

/**
 * The servers that may be asked.
 * @param waits gets the URLs of the others
 */
function allowedOf(servers: Server[], waits: string[]) {
  const allowed: Server[] = [];
  for (const { urls: given, username, credential } of servers) {
    const urls: string[] = [];
    for (const url of typeof given === 'string' ? [given] : given) {
      const list = peek(addressOf(url), OTHER) ? waits : urls;
      list[list.length] = url;
    }
    if (urls.length > 0) allowed[allowed.length] = { urls, username, credential };
  }
  return allowed;
}
