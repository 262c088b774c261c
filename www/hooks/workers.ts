/**
 * @file Hooks workers and worklets. Holds a worker or worklet of text (`blob:`, `data:`) that names a held URL, and a
 * worklet from a held URL. A held worker fires no events and keeps the messages that the page sends. A worker from the
 * network always has the site's origin. It is not held, because a copy of its code would have another `location`.
 */

import { keepBlob, revokeLoaded } from '../requests/blob-urls.ts';
import { carriedByCode } from '../requests/scan-frame.ts';
import { converted } from '../platform/webidl.ts';
import { hookMethod } from '../platform/patch.ts';
import { WORKER } from '../platform/constants.ts';
import {
  absolute,
  apply,
  baseOf,
  dispatch,
  listen,
  method,
  optional,
  toText,
} from '../platform/primordials.ts';
import { pend, ticketFor, withdraw } from '../requests/held-calls.ts';
import { makeWorker, portOf, postToPort } from '../hold/text-workers.ts';
import { hookDeferred } from '../hold/deferred-object.ts';
import type { Call, DeferredClass, DeferredObject } from '../hold/deferred-object.ts';
import type { Realm } from '../platform/types-core.ts';

const clone: typeof structuredClone = optional('structuredClone') ?? (<T>(value: T) => value);
const Channel = MessageChannel;
const start = method(MessagePort.prototype, 'start');

const asks = (url: string, realm: Realm) => carriedByCode(url, baseOf(realm.document));

const DEDICATED: DeferredClass = {
  kind: WORKER,
  asks,
  values({ args, ticket }) {
    keepBlob(ticket, args[0]);
    return {};
  },
  methods: {
    /** Clones the message now and detaches its transferred objects, as the native method does. */
    postMessage({ queue }, args, again) {
      const given = args[1]?.transfer ?? args[1] ?? [];
      const [data, transfer] = clone([args[0], given], { transfer: given });
      args[0] = data;
      args[1] = transfer;
      queue[queue.length] = again;
    },
    terminate: ({ ticket }) => withdraw(ticket),
  },
  patient: true,
  end({ self, ticket }) {
    withdraw(ticket);
    dispatch(self, new Event('error', { cancelable: true }));
  },
  connected: revokeLoaded,
  make: makeWorker,
};

/** The page keeps its port, which is joined to the port of the real worker. Earlier messages are sent first. */
const SHARED = {
  ...DEDICATED,
  keeps: true,
  values({ args, ticket }: Call) {
    const { port1, port2 } = new Channel();
    keepBlob(ticket, args[0]);
    return { port: port1, end: port2 };
  },
  connected({ values: { end }, real }: DeferredObject) {
    const port = portOf!(real as SharedWorker);
    join(end, port);
    join(port, end);
    revokeLoaded();
  },
};

function join(from: MessagePort, to: MessagePort) {
  listen(from, 'message', ({ data, ports }: MessageEvent) => postToPort(to, data, ports));
  start(from);
}

export function hookWorkers(realm: Realm) {
  hookDeferred(realm, 'Worker', DEDICATED);
  hookDeferred(realm, 'SharedWorker', SHARED);
  const { DOMException, Promise, Worklet } = realm;
  hookMethod(Worklet?.prototype, 'addModule', (native, self, args) => {
    if (args.length > 0) args[0] = converted(args[0]);
    const source = toText(args[0]);
    const url = asks(source, realm) ?? absolute(source, baseOf(realm.document));
    const ticket = url === null ? 0 : ticketFor(url, WORKER);
    if (!ticket) return apply(native, self, args);
    keepBlob(ticket, source);
    return new Promise((resolve, reject) =>
      pend(
        ticket,
        () => {
          resolve(apply(native, self, args));
          revokeLoaded();
        },
        () => {
          withdraw(ticket);
          reject(new DOMException("Unable to load a worklet's module.", 'AbortError'));
        },
      ),
    );
  });
}
