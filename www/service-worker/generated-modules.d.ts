/** Modules that `tools/edge.mjs` generates; `www/generated-modules.d.ts` has those of the page. */

/** wasm-bindgen's glue of the rewriter, without the code that loads the wasm. */
declare module 'consent-gate:edge' {
  export function initSync(options: { module: WebAssembly.Module }): void;
  export function set_table(table: string): void;
  export class Site {
    constructor(origin: string, config: string | undefined, gateSrc: string, adopt: boolean);
    problems(): string;
    remember(record: string | undefined): void;
    holds(url: string): boolean;
    free(): void;
  }
  export class Document {
    constructor(site: Site);
    write(piece: Uint8Array): Uint8Array;
    end(): Uint8Array;
    done(): number;
    free(): void;
  }
}

/** The wasm as text, by `tools/embed.mjs`, and the function that decodes it. */
declare module 'consent-gate:packed' {
  export const text: string;
  export const key: number;
  export function unpack(text: string): Uint8Array<ArrayBuffer>;
}

/** The compiled vendor table. */
declare module 'consent-gate:table' {
  export const table: string;
}

declare module 'consent-gate:build' {
  /** The crate's version. */
  export const version: string;
}
