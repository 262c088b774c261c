/** Makes an instance of the crate's code, given its imports, and returns the exports. */
export type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** The functions of an engine: the exports of `src/page/mod.rs`, which `engine/null-engine.ts` has as well. */
export interface Engine {
  /** Takes the hands that perform effects, the vendor table and the config as texts, the page's host and its signal. */
  start(
    hands: Hands,
    table: string,
    config: string | undefined,
    host: string,
    gpc: boolean,
  ): boolean;
  /** Returns whether a request would be held now. It is not reported. */
  peek(url: string, kind: number): boolean;
  /** Makes a request. Returns its ticket if it is held, or 0. */
  ask(url: string, kind: number, lane: number): number;
  /** A tag that names its own category, vendor or feature (`data-consent`); `url` is empty for an inline script. */
  ask_id(id: string, url: string, lane: number): number;
  /** A call of a watched global, by its first arguments: its ticket where it is held, or 0. */
  ask_call(global: string, words: string): number;
  /** Returns whether some calls of this global would be held now. */
  holds_calls(global: string): boolean;
  /**
   * Whether something may be stored under this name: 0 yes, 1 no, 2 for the session only. `writer` is the URL of the
   * script that runs, or the vendor's global that is being called.
   */
  may_store(store: number, name: string, writer: string): number;
  /** An inline script of the parser: held with the library that it needs, or 0. */
  ask_inline(text: string, lane: number): number;
  /**
   * The stubs for the globals of a held script's vendor, a line each: the global, members whose calls wait, members that
   * return promises, those that reject after a refusal, and members that call back, with tabs between them.
   */
  stubs(ticket: number): string;
  /** The vendor of the held library that an uncaught error of the site's own file names, or nothing. */
  missing(message: string, url: string): string;
  /** A released request has ended (`platform/constants.ts`: RAN, FAILED, OVERDUE). */
  settled(ticket: number, outcome: number): void;
  /** The document has been parsed: deferred scripts may run. */
  parsed(): void;
  /** A held element can no longer start. */
  gone(ticket: number): void;
  /** The page has waited for a held request as long as `Hands.wait` said. */
  overdue(ticket: number): void;
  /** The visitor lets this one held request go, and chooses nothing else. */
  once(ticket: number): void;
  /** The page's CSP would have refused the held script. */
  refused(ticket: number): void;
  /** The visitor's choice; `ids` are separated by line feeds, `verb` is the API's name for it. */
  choose(verb: string, ids: string, id: string, method: string): void;
  /** What the site declares and has to ask about, in lines: an id, a blank, and a category. */
  needs(): string;
  /** The stored record may have changed: read it again and act on it. */
  reread(): void;
  /** `consentGate.state()` as JSON, with what only the page knows. */
  state(strength: string, engine: string, late: boolean): string;
  /** `consentGate.report()` as JSON. */
  report(): string;
  /** A request that was made before the gate stood. */
  note_late(url: string, kind: number): void;
  /** Whether scripts without the page's nonce may be released (`"csp": "hosts"`). */
  trusts_hosts(): boolean;
}

/** What the engine asks the page to do. None of these calls back before it returns. */
export interface Hands {
  /** Start the download of a script that runs later. */
  fetch(ticket: number): void;
  /** Let the held element start. */
  run(ticket: number): void;
  /** Say `overdue` after so many milliseconds. */
  wait(ticket: number, ms: number): void;
  /** The held element has failed, as far as the page is concerned. */
  fail(ticket: number): void;
  /** The held element will not start. */
  discard(ticket: number): void;
  /** Tell the page: `change`, `hold`, `release`, `discard`; the detail is JSON, or empty. */
  emit(type: string, detail: string): void;
  /** The record's text, from where it is stored. */
  load(): string | undefined;
  /** Stores the record's text, or keeps it for as long as the page lives. */
  save(text: string): void;
  /** Look at the calls of a vendor's global from now on; `queue` is where its stub keeps them. */
  watch(global: string, queue: string): void;
  /** A script is let in that can be told what the visitor allows. */
  signal(letter: number, url: string): void;
  /** One clear line on the console. */
  complain(line: string): void;
}
