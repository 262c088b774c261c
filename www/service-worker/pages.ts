/** @file Asks the gates of open pages. A gate that does not answer is not asked again. */

import { scope } from './scope.ts';

/** Longest time for which a request waits for the page's gate, in ms. */
const PATIENCE = 1000;

/** Pages whose gate has not answered, or which have none. */
const mute: Set<string> = new Set();

let asked = false;

/** Asks every page to send its data. The worker has been restarted and does not have the record. */
export async function askAll() {
  if (asked) return;
  asked = true;
  for (const page of await scope.clients.matchAll({ type: 'window' }))
    page.postMessage({ consentGate: '' });
}

/** Returns whether the gate of the requesting page confirms that the request is held. */
export async function confirm({ clientId, request }: FetchEvent) {
  const page = await gateOf(clientId);
  if (!page || mute.has(page.id)) return false;
  const { port1, port2 } = new MessageChannel();
  const held = await new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, PATIENCE);
    page.postMessage({ consentGate: request.url }, [port2]);
  });
  port1.close();
  if (held === undefined) mute.add(page.id);
  return held === true;
}

/** Returns the requesting page. For a worker, returns any page of the site, since they all have the same record. */
async function gateOf(id: string) {
  const client = id ? await scope.clients.get(id) : undefined;
  if (client?.type === 'window') return client;
  const pages = await scope.clients.matchAll({ type: 'window' });
  return pages.find((page) => !mute.has(page.id));
}
