/**
 * @file Makes workers of text (`blob:`, `data:`) with the prelude in front of their code, on its first line, so that
 * errors keep their line numbers. Nothing is changed while nothing can be held.
 */

import { prelude } from './worker-prelude.ts';
import { blobs, copies, createURL } from '../requests/blob-urls.ts';
import { greet, recordInside, welcome } from '../frames/nested-gates.ts';
import { mayHold } from '../requests/held-calls.ts';
import { strict } from '../requests/scan-frame.ts';
import { textAt } from '../platform/local-text.ts';
import { configText, settings } from '../platform/config.ts';
import { ownHost } from '../platform/own-script.ts';
import {
  absolute,
  construct,
  found,
  getter,
  maybe,
  optional,
  functionText,
  method,
  frozenMethods,
  toJSON,
} from '../platform/primordials.ts';
import type { PageValue, PrivacyNavigator } from '../platform/types-core.ts';

/** A port or a worker: the method has a second signature, without a list. */
interface Poster {
  postMessage(data: unknown, transferred: readonly Transferable[]): void;
}

const Channel = MessageChannel;
const NativeBlob = Blob;
const post = method(Worker.prototype as Poster, 'postMessage');
const Shared = optional('SharedWorker');
export const portOf = Shared && getter(Shared.prototype, 'port');
export const postToPort = method(MessagePort.prototype as Poster, 'postMessage');

/** Constructs a worker or a shared worker. */
export function makeWorker(native: Function, args: PageValue[], target: Function): object {
  // A page that enforces Trusted Types takes no text for its TrustedScriptURL.
  const url = typeof args[0] === 'string' && absolute(args[0]);
  const copy = url && found(/^(?:blob|data):/, url) && mayHold() && copyOf(url);
  if (copy) args[0] = copy;
  const worker = construct(native, args, target);
  if (!copy) return worker;
  const { port1, port2 } = new Channel();
  const port = portOf && maybe(portOf, worker);
  if (port) postToPort(port, welcome, [port2]);
  else post(worker, welcome, [port2]);
  greet(port1);
  return worker;
}

/**
 * Returns the URL of a copy with the prelude; null where the code cannot be read. The copy of a blob lives as long as
 * the blob's URL, and serves all workers until the next choice: a shared worker is known by its URL.
 */
function copyOf(url: string): string | null {
  const [whole, hash = ''] = url.split(/(?=#)/);
  const code = blobs.get(whole) ?? textAt(whole)?.text;
  if (!code) return null;
  const start = (strict.has(url) ? '"use strict";' : '') + first();
  const type = 'text/javascript';
  if (whole[0] === 'd') return `data:${type},${encodeURIComponent(start + code)}${hash}`;
  const made: Map<string, string> = copies.get(whole) ?? frozenMethods(new Map());
  copies.set(whole, made);
  const copy = made.get(start) ?? createURL(new NativeBlob([start, code], { type }));
  made.set(start, copy);
  return copy + hash;
}

/** Returns the prelude as a statement. */
function first() {
  const told = toJSON({
    host: ownHost,
    file: settings.fileUrl('consent-gate-worker.js'),
    config: configText,
    record: recordInside(),
    token: welcome,
    gpc: (navigator as PrivacyNavigator).globalPrivacyControl === true,
  });
  return `(${functionText(prelude)})(${told});`;
}
