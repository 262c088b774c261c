/**
 * Types of `window.consentGate`, which `consent-gate.js` defines. Reference it with `/// <reference
 * types="./consent-gate" />` or import its types.
 */

/** The purpose of a request. */
export type Category = 'necessary' | 'functional' | 'analytics' | 'marketing';

/**
 * The subject of a choice: a category (also by its aliases `analytical` and `advertising`), a vendor, or one feature of
 * a vendor as `vendor/feature`.
 */
export type Id = Category | 'analytical' | 'advertising' | (string & {});

/** How a record was made. */
export type Method = 'banner' | 'preferences' | 'placeholder' | 'api' | 'signal' | 'withdrawal';

/** The config's `banner`. It is `false` if the site has another banner. */
export interface BannerOptions {
  /** The site's name in the banner; by default the page's host. */
  controller?: string;
  /** URL of the site's privacy policy. */
  policy_url?: string;
  /** Corner of the settings button; `false` if the site has a button that calls `open()`. */
  control?: 'bottom-left' | 'bottom-right' | false;
  /** Ids of the vendors that the site uses, even if no page requests them. */
  vendors?: string[];
}

/** The config's `signals`: `false` for a vendor that must not be notified of the visitor's choice. */
export interface SignalOptions {
  /** Google Consent Mode v2. */
  google?: boolean;
  /** Universal Event Tracking of Microsoft Advertising. */
  uet?: boolean;
  clarity?: boolean;
  meta?: boolean;
  tiktok?: boolean;
}

/** The kind of a request. */
export type Kind =
  | 'script'
  | 'iframe'
  | 'img'
  | 'style'
  | 'font'
  | 'media'
  | 'object'
  | 'link'
  | 'fetch'
  | 'xhr'
  | 'beacon'
  | 'websocket'
  | 'eventsource'
  | 'worker'
  | 'form'
  | 'ping'
  | 'import'
  | 'other';

/** The visitor's stored choice. */
export interface ConsentRecord {
  /** 128 random bits in hexadecimal. */
  readonly id: string;
  /** Time of the choice, in milliseconds since 1970. */
  readonly time: number;
  readonly method: Method;
  /** The site's `policy_version` at that time. */
  readonly policy_version: string | null;
  /** Time after which the choice no longer counts, in milliseconds since 1970. */
  readonly expires: number;
}

/** The result of `state()`: a copy, which does not change later. */
export interface State {
  readonly regime: 'opt-in' | 'opt-out';
  /** Whether the visitor has made a choice that still counts. */
  readonly decided: boolean;
  /** Whether each category may run now. */
  readonly categories: Readonly<Record<Category, boolean>>;
  /** Choices about single vendors and features, by id. */
  readonly choices: Readonly<Record<string, boolean>>;
  /** Signals of the browser. */
  readonly signals: { readonly gpc: boolean };
  readonly record: ConsentRecord | null;
  /** The protection level: how static markup is held on this page. */
  readonly strength: string;
  /** The engine that gives the verdicts. With `none`, all third parties are held. */
  readonly engine: 'wasm' | 'js' | 'none';
  /** Whether a third-party tag came before the gate. */
  readonly late: boolean;
  /** Number of held requests. */
  readonly waiting: number;
}

/** One request of the report. */
export interface Row {
  /** The number under which it was held; null if it never was. */
  readonly ticket: number | null;
  /** Absolute; empty for an inline script. */
  readonly url: string;
  readonly kind: Kind;
  readonly vendor: string | null;
  /** Without the vendor's prefix. */
  readonly feature: string | null;
  readonly category: Category | null;
  readonly verdict: 'allow' | 'hold';
  readonly state: 'allowed' | 'waiting' | 'released' | 'failed' | 'discarded' | 'late';
  /** One sentence. */
  readonly reason: string;
}

/** The stored record, in local storage and in the cookie for the site's server. */
export interface StoredRecord extends Omit<ConsentRecord, 'policy_version'> {
  readonly v: 1;
  readonly policy_version?: string;
  /** Answers for categories, vendors and features, by id. */
  readonly choices: Readonly<Record<string, boolean>>;
  /** The gate's vendor table at that time: date and checksum. */
  readonly table: string;
  /** Language of the banner; absent if code chose. */
  readonly language?: string;
  /** SHA-256 of the texts that were shown. */
  readonly texts?: string;
  /** Vendors and features that the site had declared to need consent: by id, with their categories. */
  readonly vendors: Readonly<Record<string, Category>>;
}

/** A copy of the record, for the visitor and for the site. It is not signed. The checksum only detects damage. */
export interface Receipt {
  readonly v: 1;
  /** Name and version of this product. */
  readonly product: string;
  /** The page's origin. */
  readonly site: string;
  readonly regime: State['regime'];
  readonly signals: State['signals'];
  readonly record: StoredRecord;
  readonly checksum: string;
}

/** The argument of listeners, by event: the request's row, the state, or null. */
export interface Events {
  /** The consent state has changed. */
  change: null;
  /** Called with the state at once, and after every change. For adapters to other frameworks (TCF, GPP). */
  purposes: State;
  hold: Row;
  release: Row;
  discard: Row;
}

/** The gate. No function throws. Each choice is stored when the call returns. */
export interface ConsentGate {
  readonly version: string;
  state(): State;
  /** Returns a copy of the record, or null if the visitor has not chosen. */
  receipt(): Receipt | null;
  /** Returns a row for every third-party request judged on this page, allowed ones too, in order. */
  report(): Row[];
  /** Grants exactly these ids. */
  grant(...ids: Id[]): void;
  /** Denies exactly these ids; `necessary` cannot be denied. */
  deny(...ids: Id[]): void;
  /** Grants all categories and deletes narrower choices. */
  grantAll(): void;
  /** Denies all categories except `necessary` and deletes narrower choices. */
  denyAll(): void;
  /** Withdraws every consent and clears the vendors' storage on this site. */
  withdraw(): void;
  /**
   * Fires `consentgate:open` and opens the preferences, after loading the banner's file if necessary. With `"banner":
   * false` it only fires the event.
   */
  open(): void;
  /** Calls `listener` for every event of the type from now on. */
  on<Type extends keyof Events>(type: Type, listener: (detail: Events[Type]) => void): void;
}

declare global {
  interface Window {
    readonly consentGate: ConsentGate;
  }
  /** The same object. */
  const consentGate: ConsentGate;
  interface HTMLElementTagNameMap {
    'consent-gate-banner': HTMLElement;
  }
  interface DocumentEventMap {
    'consentgate:change': CustomEvent<null>;
    'consentgate:hold': CustomEvent<Row>;
    'consentgate:release': CustomEvent<Row>;
    'consentgate:discard': CustomEvent<Row>;
    'consentgate:open': CustomEvent<null>;
  }
}
