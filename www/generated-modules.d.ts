/** Modules that `tools/build.mjs` generates. */

/** wasm-bindgen's glue, reduced by `tools/glue.mjs`. */
declare module 'consent-gate:glue' {
  /** Starts the crate with an instantiation of its code. */
  export function attach(
    instantiate: import('./engine/engine-interface.ts').Instantiate,
  ): import('./engine/engine-interface.ts').Engine;
}

/** The wasm as text, by `tools/embed.mjs`, and the function that decodes it. */
declare module 'consent-gate:packed' {
  export const text: string;
  /** Of the unpacked bytes: `www/engine/embedded-wasm.ts`. */
  export const checksum: number;
  export const key: number;
  export function unpack(text: string): Uint8Array<ArrayBuffer>;
}

/** The gate's code, which `tools/gate.mjs` makes one function. */
declare module 'consent-gate:source' {
  export const source: Function;
}

/** The compiled vendor table. */
declare module 'consent-gate:table' {
  export const table: string;
}

/** wasm2js's output, by `tools/translate.mjs`. */
declare module 'consent-gate:factory' {
  export const instantiate: import('./engine/engine-interface.ts').Instantiate;
}

/** The style sheets of `www/banner`, by the names of their files. */
declare module 'consent-gate:styles' {
  export const theme: string;
  export const style: string;
  export const placeholder: string;
}

/** The languages of the banner. */
declare module 'consent-gate:languages' {
  export const languages: string[];
}

declare module 'consent-gate:build' {
  /** The crate's version. */
  export const version: string;
}

declare module 'consent-gate:signals' {
  /** How vendors are notified of the visitor's choice: `src/gate/signals.toml`, by the first letters of the names. */
  export const signals: Record<
    string,
    {
      name: string;
      global: string;
      queue: string;
      first: unknown[][];
      later?: unknown[][];
      redaction?: string;
      /** A category, and vendors. */
      ads: string[];
      fields?: Record<string, string[]>;
    }
  >;
}
