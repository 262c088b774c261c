/**
 * @file The first statement of a worker that is made of text. It wraps the functions by which the worker's code makes
 * requests. A call that names no other host than the site's is passed on. The first call that does loads
 * `consent-gate-worker.js`, which decides (`www/worker/`).
 *
 * Threat: the code of a worker computes a URL, or gets it later, so that a look at the text does not find it.
 *
 * The page inserts this function as text, so it refers to nothing outside of itself.
 */

import type { Go, GateData } from '../worker/types.ts';
import type { PageValue } from '../platform/types-core.ts';

/** Runs in the worker, with the config and the record of the page. Each choice replaces the record. */
export function prelude(told: GateData): void {
  const scope = self as PageValue;
  const { importScripts, XMLHttpRequest: Xhr, URL, location } = scope;
  const { open } = Xhr.prototype;

  const run = eval;
  const door = Symbol.for('consent-gate');
  let isLoaded = false;

  /** Loads the file, which reads the object under the symbol and sets its `act`. */
  const load = () => {
    isLoaded = true;
    scope[door] = told;
    told.prelude = prelude;
    try {
      importScripts(told.file);
    } catch {
      try {
        const xhr = new Xhr(); // A module worker cannot import scripts.
        open.apply(xhr, ['GET', told.file, false]);
        xhr.send();
        run(xhr.responseText);
      } catch {
        // Reported below.
      }
    }
    delete scope[door];
    if (!told.act)
      console.error(
        `Consent Gate: ${told.file} cannot be used, so all third parties are held in a worker`,
      );
  };

  const names =
    'importScripts fetch EventSource WebSocket WebSocketStream WebTransport Worker SharedWorker open add addAll';
  for (const owner of [scope, Xhr.prototype, scope.Cache?.prototype ?? {}])
    for (const name of names.split(' ')) {
      const native = owner[name];
      if (!native) continue;
      /** A relative URL has no base in a worker of text. A worker in this one gets a prelude from the file. */
      const isForeign = (it: PageValue) => {
        try {
          const { protocol, hostname } = new URL(it.url ?? it, location);
          return /^(http|ws)/.test(protocol) ? hostname !== told.host : /Worker/.test(name);
        } catch {
          return false;
        }
      };
      const act = (args: PageValue[], go: Go, it?: PageValue) => {
        if (!args.flat().some(isForeign)) return go(args);
        if (!isLoaded) load();
        // Without the file, the call fails: browsers refuse this port.
        return told.act
          ? told.act(name, args, go, it)
          : go(args.map((it) => (isForeign(it) ? 'https://consent-gate.invalid:1' : it)));
      };
      owner[name] = new Proxy(native, {
        apply: (_, it, args) => act(args, (args) => Reflect.apply(native, it, args), it),
        construct: (_, args, target) =>
          act(args, (args) => Reflect.construct(native, args, target)),
      });
    }

  /** The first message has the port by which the page's gate tells of choices. */
  const listen = (target: EventTarget) =>
    target.addEventListener('message', (event: Event) => {
      const { data, ports } = event as MessageEvent;
      if (data !== told.token) return;
      event.stopImmediatePropagation();
      ports[0].onmessage = ({ data }) => {
        told.record = data;
        told.reread?.();
      };
    });
  listen(scope);
  scope.addEventListener('connect', ({ ports }: MessageEvent) => listen(ports[0]));
}
