/**
 * @file Passes HTML through the rewriter, piece by piece. After an error, the rest of the page is passed through
 * unchanged.
 */

import { Document, Site, initSync, set_table } from 'consent-gate:edge';

/** Statuses of responses without a complete page. */
const NO_PAGE = [204, 205, 206, 304];

/** Headers that are wrong for a rewritten body, which is also decoded. */
const OUTDATED = ['content-length', 'content-encoding', 'content-md5', 'digest', 'accept-ranges'];

/** After an error the state of the module is undefined, so it is not used again. */
let broken = false;

/** Starts the module, once. @param table the compiled vendor table */
export function startRewriter(module: WebAssembly.Module, table: string) {
  initSync({ module });
  set_table(table);
}

/**
 * Makes a site whose pages are to be rewritten.
 * @param options `adopt`: whether pages without the gate get its tags; otherwise they stay unchanged
 */
export const makeSite = ({
  origin,
  config,
  gateSrc = '/consent-gate.js',
  adopt,
}: {
  origin: string;
  config?: string;
  gateSrc?: string;
  adopt: boolean;
}): Site => new Site(origin, config, gateSrc, adopt);

/** Returns the response with a rewritten page, or unchanged if it has no page. */
export function rewritten(response: Response, site: Site) {
  if (broken || !isPage(response)) return response;
  const headers = new Headers(response.headers);
  for (const name of OUTDATED) headers.delete(name);
  const { status, statusText } = response;
  const through = rewriting(site);
  const body = (response.body as ReadableStream).pipeThrough(through);
  return new Response(body, { status, statusText, headers });
}

function isPage({ body, status, type, headers }: Response) {
  const isHtml = /^\s*text\/html\s*(?:;|$)/i.test(headers.get('content-type') ?? '');
  const isDownload = /^\s*attachment/i.test(headers.get('content-disposition') ?? '');
  const readable = body !== null && !/^(?:opaque|error)/.test(type);
  return readable && isHtml && !isDownload && !NO_PAGE.includes(status);
}

/** Returns a stream that rewrites a page. */
export function rewriting(site: Site): TransformStream<Uint8Array, Uint8Array> {
  let document: Document | null = new Document(site);
  const input = new Remembered();
  const give = (out: TransformStreamDefaultController, take: () => Uint8Array) => {
    try {
      if (broken) throw new Error('the rewriter has failed');
      const bytes = take();
      input.forget((document as Document).done());
      if (bytes.length > 0) out.enqueue(bytes);
    } catch {
      broken = true;
      document = null;
      for (const piece of input.rest()) out.enqueue(piece);
    }
  };
  return new TransformStream({
    transform(piece, out) {
      const it = document;
      if (!it) return out.enqueue(piece);
      input.add(piece);
      give(out, () => it.write(piece));
    },
    flush(out) {
      const it = document;
      if (!it) return;
      give(out, () => it.end());
      if (!broken) it.free();
    },
  });
}

/** The input that has not been output yet. */
class Remembered {
  #pieces: Uint8Array[] = [];
  /** The offset at which they begin. */
  #start = 0;
  #given = 0;

  add(piece: Uint8Array) {
    this.#pieces.push(piece);
  }

  /** @param given everything before this offset has been output */
  forget(given: number) {
    this.#given = given;
    while (this.#pieces.length > 0 && this.#start + this.#pieces[0].length <= given)
      this.#start += (this.#pieces.shift() as Uint8Array).length;
  }

  /** Returns the input that has not been output, and forgets it. */
  rest() {
    const [first, ...others] = this.#pieces.splice(0);
    return first ? [first.subarray(this.#given - this.#start), ...others] : [];
  }
}
