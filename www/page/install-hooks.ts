/** @file Puts every hook into one realm: the page's window, or a window of the page's origin. */

import { hookAnimations } from '../hooks/animations.ts';
import { hookAttributeNodes } from '../hooks/attribute-nodes.ts';
import { hookAttributes } from '../hooks/attributes.ts';
import { hookBrowserFetches } from '../hooks/browser-fetches.ts';
import { hookCloneNode } from '../hooks/clone-node.ts';
import { hookCookies } from '../hooks/cookies.ts';
import { hookIndexedDbAndCaches } from '../hooks/indexeddb-and-caches.ts';
import { hookInsertion } from '../hooks/insertion.ts';
import { hookLateListeners } from '../hooks/late-listeners.ts';
import { hookLeaving } from '../hooks/leaving.ts';
import { hookSubresources } from '../hooks/subresources.ts';
import { hookAttributeReads } from '../hooks/attribute-reads.ts';
import { hookHtmlStrings } from '../hooks/html-strings.ts';
import { hookWindowAccess } from '../hooks/window-access.ts';
import { observeParser } from '../hooks/parser.ts';
import { hookWebRtc } from '../hooks/webrtc.ts';
import { hookPopups } from '../hooks/popups.ts';
import { hookFetchXhrBeacon } from '../hooks/fetch-xhr-beacon.ts';
import { hookShadowRoots } from '../hooks/shadow-roots.ts';
import { hookWebSocketEventSource } from '../hooks/websocket-eventsource.ts';
import { hookStorage } from '../hooks/storage.ts';
import { hookWorkers } from '../hooks/workers.ts';
import { hookStyles } from '../hooks/styles.ts';
import { hookDocumentWrite } from '../hooks/document-write.ts';
import { hookToString } from '../platform/patch.ts';
import { listenIn } from '../frames/nested-gates.ts';
import { frozenMethods } from '../platform/primordials.ts';
import { watchLoads } from '../frames/frames.ts';
import type { Realm } from '../platform/primordials.ts';

/** Identified by a prototype of the realm: the window object stays the same when its document is replaced. */
const realms: WeakSet<object> = frozenMethods(new WeakSet());

const documents: WeakSet<object> = frozenMethods(new WeakSet());

const HOOKS = [
  hookToString,
  hookInsertion,
  hookHtmlStrings,
  hookDocumentWrite,
  hookAttributes,
  hookAttributeNodes,
  hookAttributeReads,
  hookSubresources,
  hookCloneNode,
  hookShadowRoots,
  hookWindowAccess,
  hookLeaving,
  hookPopups,
  hookFetchXhrBeacon,
  hookBrowserFetches,
  hookWebSocketEventSource,
  hookCookies,
  hookStorage,
  hookIndexedDbAndCaches,
  hookWorkers,
  hookWebRtc,
  hookLateListeners,
  hookStyles,
  hookAnimations,
];

/**
 * Hooks a window once for its prototypes and once for each document that it shows.
 * @param realm a window of the page's origin
 * @throws the first error of a hook, after all other hooks have been installed
 */
export function installIn(realm: Realm) {
  const { document } = realm;
  if (!documents.has(document)) {
    documents.add(document);
    listenIn(realm);
    watchLoads(document);
    observeParser(document);
  }
  const mark = realm.Node.prototype;
  if (realms.has(mark)) return;
  realms.add(mark);
  let failure: unknown;
  for (let i = 0; i < HOOKS.length; i += 1) {
    try {
      HOOKS[i](realm);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure) throw failure;
}
