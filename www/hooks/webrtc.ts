/**
 * @file Hooks `RTCPeerConnection`. Held servers are removed from a configuration and added after consent. The page
 * reads the configuration that it set. Connections to other visitors are not judged.
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
  frozenMethods,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

const { construct } = Reflect;

/** The servers that the page has configured, as long as some of them are held. */
const asked: WeakMap<object, RTCIceServer[]> = frozenMethods(new WeakMap());

export function hookWebRtc(realm: Realm) {
  if (!realm.RTCPeerConnection) return;
  const { prototype } = realm.RTCPeerConnection;
  const read = method(prototype, 'getConfiguration');
  const write = method(prototype, 'setConfiguration');
  const configured = (args: PageValue[], act: () => unknown, self?: RTCPeerConnection) => {
    const waits: string[] = [];
    const servers = serversIn(args);
    const allowed = servers && allowedOf(servers, waits);
    if (waits.length > 0) args[0].iceServers = allowed;
    const peer = (act() ?? self) as RTCPeerConnection;
    asked.delete(peer);
    for (const url of waits) {
      asked.set(peer, servers!);
      pend(ticketFor(addressOf(url), OTHER), () => {
        const all = asked.get(peer);
        const rewrite = (it: RTCPeerConnection) =>
          write(it, { ...read(it), iceServers: allowedOf(all!, []) });
        if (all) maybe(rewrite, peer);
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

/** Returns a URL as the browser parses it, without tabs and newlines. */
const plainUrl = (url: PageValue): string => absolute((url = converted(url)), 'about:blank') ?? url;

/**
 * Returns the servers of a configuration. Each is read once, so that the native function gets the judged values.
 * Returns undefined if there are none, or if the native function would reject them.
 */
function serversIn(args: PageValue[]): RTCIceServer[] | undefined {
  const given = args[0]?.iceServers;
  if (!isSequence(given)) return undefined;
  let whole = true;
  const servers = listFrom(given, (it: PageValue) => {
    const urls = it?.urls;
    whole &&= urls !== undefined && typeof urls !== 'symbol';
    if (!whole) return it;
    return { __proto__: it, urls: isSequence(urls) ? listFrom(urls, plainUrl) : plainUrl(urls) };
  });
  args[0] = { __proto__: args[0], iceServers: servers };
  return whole ? servers : undefined;
}

/** Returns an https URL with the host of `stun:host:port`, which the vendor table can match. */
const addressOf = (url: string) =>
  absolute(`${url}`.replace(/^\w+:/, 'https://'), 'https://x') ?? '';

/** Returns the servers that may be used. @param waits gets the URLs of the others */
function allowedOf(servers: RTCIceServer[], waits: string[]) {
  const allowed: RTCIceServer[] = [];
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
