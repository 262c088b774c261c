/**
 * @file HTML on its way through the rewriter, piece by piece. Whatever fails, the page passes as it is from the first
 * byte on that has not been given out.
 */

import { Document, Site, initSync, set_table } from 'consent-gate:edge';

/** Statuses whose answers have no page in them, or a part of one. */
const NO_PAGE = [204, 205, 206, 304];

/** What a rewritten body no longer fits to; its encoding has been undone by then. */
const OUTDATED = ['content-length', 'content-encoding', 'content-md5', 'digest', 'accept-ranges'];

/** After a failure the state of the module is undefined, so it is not used again. */
let broken = false;

/**
 * Starts the module, once.
 * @param table the compiled vendor table
 */
export function startRewriter(module: WebAssembly.Module, table: string) {
  initSync({ module });
  set_table(table);
}

/**
 * A site whose pages are to be rewritten.
 * @param options `adopt`: pages without the gate
 *   get its tags; otherwise they are left as they are
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

/** The same response, its page rewritten; as it is where there is no page in it. */
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

/** A stream that takes a page and gives it rewritten. */
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

/** What has been taken in and not given out yet. */
class Remembered {
  #pieces: Uint8Array[] = [];
  /** The offset at which they begin. */
  #start = 0;
  #given = 0;

  add(piece: Uint8Array) {
    this.#pieces.push(piece);
  }

  /** @param given everything before this offset has been given out */
  forget(given: number) {
    this.#given = given;
    while (this.#pieces.length > 0 && this.#start + this.#pieces[0].length <= given)
      this.#start += (this.#pieces.shift() as Uint8Array).length;
  }

  /** What has not been given out. */
  rest() {
    const [first, ...others] = this.#pieces.splice(0);
    return first ? [first.subarray(this.#given - this.#start), ...others] : [];
  }
}
