/**
 * @file Puts every hook into one realm: the page's window, and each window of its own origin that it makes.
 */

import { hookAnimations } from './hooks/animations.js';
import { hookAttributeNodes } from './hooks/attribute-nodes.js';
import { hookAttributes } from './hooks/attributes.js';
import { hookBrowserFetches } from './hooks/browser-fetches.js';
import { hookClones } from './hooks/clones.js';
import { hookCookies } from './hooks/cookies.js';
import { hookDatabases } from './hooks/databases.js';
import { hookInsertion } from './hooks/insertion.js';
import { hookLateListeners } from './hooks/listeners.js';
import { hookLeaving } from './hooks/leaving.js';
import { hookLoads } from './hooks/loads.js';
import { hookLooks } from './hooks/looks.js';
import { hookMarkup } from './hooks/markup.js';
import { hookNavigation } from './hooks/navigation.js';
import { observeParser } from './hooks/parser.js';
import { hookPeers } from './hooks/peers.js';
import { hookPopups } from './hooks/popups.js';
import { hookRequests } from './hooks/requests.js';
import { hookShadow } from './hooks/shadow.js';
import { hookSockets } from './hooks/sockets.js';
import { hookStorage } from './hooks/storage.js';
import { hookWorkers } from './hooks/workers.js';
import { hookStyles } from './hooks/styles.js';
import { hookWriting } from './hooks/writing.js';
import { hookToString } from './hook.js';
import { listenIn } from './inside.js';
import { own } from './natives.js';
import { watchLoads } from './frames.js';

/** @typedef {import('./natives.js').Realm} Realm */

/** A realm is known by its prototypes: the window object stays the same when its document is replaced. */
/** @type {WeakSet<object>} */
const realms = own(new WeakSet());

/** @type {WeakSet<object>} */
const documents = own(new WeakSet());

const HOOKS = [
  hookToString,
  hookInsertion,
  hookMarkup,
  hookWriting,
  hookAttributes,
  hookAttributeNodes,
  hookLooks,
  hookLoads,
  hookClones,
  hookShadow,
  hookNavigation,
  hookLeaving,
  hookPopups,
  hookRequests,
  hookBrowserFetches,
  hookSockets,
  hookCookies,
  hookStorage,
  hookDatabases,
  hookWorkers,
  hookPeers,
  hookLateListeners,
  hookStyles,
  hookAnimations,
];

/**
 * Hooks a window once for its prototypes and once for each document that it shows.
 * @param {any} realm a window of the page's own origin
 * @throws the first failure of a hook, once every other hook is in
 */
export function installIn(realm) {
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
  /** @type {unknown} */
  let failure;
  for (let i = 0; i < HOOKS.length; i += 1) {
    try {
      HOOKS[i](realm);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure) throw failure;
}
