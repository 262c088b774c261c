/** Makes an instance of the crate's code, given its imports, and returns the exports. */
export type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** The functions of an engine: the exports of `src/page/mod.rs`, which `engine/null-engine.ts` has as well. */
export interface Engine {
  /**
   * Takes the host effects, the vendor table and the config as text, the page's host, and its Global Privacy Control
   * signal.
   */
  start(
    hands: HostEffects,
    table: string,
    config: string | undefined,
    host: string,
    gpc: boolean,
  ): boolean;
  /** Returns whether a request would be held now. It is not reported. */
  peek(url: string, kind: number): boolean;
  /** Makes a request. Returns its ticket if it is held, or 0. */
  ask(url: string, kind: number, lane: number): number;
  /**
   * Makes a request of a tag with `data-consent`: a category, vendor or feature. `url` is empty for an inline script.
   */
  ask_id(id: string, url: string, lane: number): number;
  /** Judges a call of a watched global, by its first arguments. Returns its ticket if it is held, or 0. */
  ask_call(global: string, words: string): number;
  /** Returns whether some calls of this global would be held now. */
  holds_calls(global: string): boolean;
  /**
   * Returns whether something may be stored under this name: 0 yes, 1 no, 2 for the session only. `writer` is the URL
   * of the running script, or the vendor's global that is being called.
   */
  may_store(store: number, name: string, writer: string): number;
  /** Judges a parser-inserted inline script. Returns its ticket if it is held with the library that it needs, or 0. */
  ask_inline(text: string, lane: number): number;
  /**
   * Returns the stubs for the globals of a held script's vendor, one line each. The fields are separated by tabs: the
   * global, members whose calls wait, members that return promises, those that reject after a refusal, and members that
   * take a callback.
   */
  stubs(ticket: number): string;
  /**
   * Returns the vendor of the held library whose name is in an uncaught error of the site's file, or an empty string.
   */
  missing(message: string, url: string): string;
  /** Reports that a released request has ended (`platform/constants.ts`: RAN, FAILED, OVERDUE). */
  settled(ticket: number, outcome: number): void;
  /** Reports that the document has been parsed: deferred scripts may run. */
  parsed(): void;
  /** Reports that a held element can no longer start. */
  gone(ticket: number): void;
  /** Reports that the time of `HostEffects.wait` for a held request is over. */
  overdue(ticket: number): void;
  /** Releases this one held request, without a choice. */
  once(ticket: number): void;
  /** Reports that the page's CSP would have blocked the held script. */
  refused(ticket: number): void;
  /** Records the visitor's choice. `ids` are separated by line feeds; `verb` is the name of the API function. */
  choose(verb: string, ids: string, id: string, method: string): void;
  /** Returns the declared ids for which the site has to ask, one line each: an id, a space, and a category. */
  needs(): string;
  /** Reads the stored record again, which may have changed, and applies it. */
  reread(): void;
  /** Returns `consentGate.state()` as JSON. The arguments are values that only the page has. */
  state(strength: string, engine: string, late: boolean): string;
  /** Returns `consentGate.report()` as JSON. */
  report(): string;
  /** Reports a request that was made before the gate ran. */
  note_late(url: string, kind: number): void;
  /** Returns whether scripts without the page's nonce may be released (`"csp": "hosts"`). */
  trusts_hosts(): boolean;
}

/** Host effects that the engine calls. None of them calls the engine before it returns. */
export interface HostEffects {
  /** Starts the download of a script that runs later. */
  fetch(ticket: number): void;
  /** Starts the held element. */
  run(ticket: number): void;
  /** Calls `overdue` after `ms` milliseconds. */
  wait(ticket: number, ms: number): void;
  /** Reports to the page that the held element has failed. */
  fail(ticket: number): void;
  /** Drops the held element, which will not start. */
  discard(ticket: number): void;
  /** Fires an event: `change`, `hold`, `release`, `discard`. The detail is JSON, or empty. */
  emit(type: string, detail: string): void;
  /** Returns the text of the stored record. */
  load(): string | undefined;
  /** Stores the record's text, or keeps it in memory as long as the page is open. */
  save(text: string): void;
  /** Watches the calls of a vendor's global from now on; `queue` is the queue of its stub. */
  watch(global: string, queue: string): void;
  /** Notifies a vendor of the visitor's choice, when a script with a signal is allowed. */
  signal(letter: number, url: string): void;
  /** Prints one line on the console. */
  complain(line: string): void;
}
