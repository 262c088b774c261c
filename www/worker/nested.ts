/** @file Workers of text that a worker makes: each gets the prelude, and hears of choices. */

import { foreign } from './foreign.ts';
import { STRICT } from '../platform/strict-directive.ts';
import { WORKER } from '../platform/constants.ts';
import type { Gate } from './gate.ts';
import type { Go, GateData } from './types.ts';
import type { PageValue } from '../platform/types-core.ts';

/** A worker whose code fails: the page gets an error event. */
const FAILING = 'data:,throw%201';

/** URLs of other hosts that modules import. */
const IMPORTS = /\b(?:import|from)\b[\s(]*["'`]((?:https?:)?\/\/[^\s"'`]+)/g;

export function nestedIn(told: GateData, gate: Gate) {
  const ports: MessagePort[] = [];

  /** Returns the URL of a copy with the prelude in front. */
  function copyOf(url: string) {
    const text = read(url);
    for (const [, it] of text.matchAll(IMPORTS)) {
      const whole = foreign(it.replace(/^(?=[/]{2})/, 'https:'), told.host);
      if (whole && gate.ask(whole, WORKER, false)) return FAILING;
    }
    const strict = STRICT.test(text) ? '"use strict";' : '';
    const code = `${strict}(${told.prelude})(${JSON.stringify(told)});${text}`;
    const start = url.startsWith('data:')
      ? `data:text/javascript,${encodeURIComponent(code)}`
      : URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    return start + url.replace(/^[^#]*/, '');
  }

  return {
    make(args: PageValue[], go: Go) {
      const url = `${args[0]}`;
      if (!/^(?:blob|data):/.test(url)) return go(args);
      let copy: string;
      try {
        copy = copyOf(url);
      } catch {
        return go(args); // It cannot be read, or there is nothing to read: the browser decides.
      }
      const worker = go([copy, ...args.slice(1)]);
      const { port1, port2 } = new MessageChannel();
      (worker.port ?? worker).postMessage(told.token, [port2]);
      ports.push(port1);
      return worker;
    },
    /** Tells of a choice. */
    tell() {
      for (const port of ports) port.postMessage(told.record);
    },
  };
}

/** Returns the text at a `blob:` or `data:` URL, or throws. */
function read(url: string) {
  const xhr = new XMLHttpRequest();
  xhr.open('GET', url, false);
  xhr.overrideMimeType('text/plain'); // Firefox would parse XML, and report an error.
  xhr.send();
  return xhr.responseText;
}
