/**
 * Types of `window.consentGate`, which `consent-gate.js` puts there. Reference it with
 * `/// <reference types="./consent-gate" />` or import its types.
 */

/** What a request is for. */
export type Category = 'necessary' | 'functional' | 'analytics' | 'marketing';

/**
 * What a choice is about: a category (also by its aliases `analytical` and `advertising`), a vendor, or one
 * feature of a vendor as `vendor/feature`.
 */
export type Id = Category | 'analytical' | 'advertising' | (string & {});

/** How a record came about. */
export type Method = 'banner' | 'preferences' | 'placeholder' | 'api' | 'signal' | 'withdrawal';

/** The config's `banner`, unless it is `false`: then the site asks in its own way. */
export interface BannerOptions {
  /** Who asks: the site's name; else the page's host. */
  controller?: string;
  /** Where the site's privacy policy is. */
  policy_url?: string;
  /** Where the button that reopens the question stands; `false` where the site has its own, which calls `open()`. */
  control?: 'bottom-left' | 'bottom-right' | false;
  /** Ids of the vendors that the site uses, whether a page asks for them or not. */
  vendors?: string[];
}

/** The config's `signals`: `false` where a vendor is not to be told what the visitor allows. */
export interface SignalOptions {
  /** Google Consent Mode v2. */
  google?: boolean;
  /** Universal Event Tracking of Microsoft Advertising. */
  uet?: boolean;
  clarity?: boolean;
  meta?: boolean;
  tiktok?: boolean;
}

/** What asks for a URL. */
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
  /** When the choice was made, in milliseconds since 1970. */
  readonly time: number;
  readonly method: Method;
  /** The site's `policy_version` at that time. */
  readonly policy_version: string | null;
  /** Until when the choice counts, in milliseconds since 1970. */
  readonly expires: number;
}

/** The answer of `state()`: a copy, which nothing changes later. */
export interface State {
  readonly regime: 'opt-in' | 'opt-out';
  /** Whether the visitor has made a choice that still counts. */
  readonly decided: boolean;
  /** What may run now. */
  readonly categories: Readonly<Record<Category, boolean>>;
  /** Choices about single vendors and features, by id. */
  readonly choices: Readonly<Record<string, boolean>>;
  /** What the browser says by itself. */
  readonly signals: { readonly gpc: boolean };
  readonly record: ConsentRecord | null;
  /** How static markup is held on this page. */
  readonly strength: string;
  /** What gives the verdicts; with `none` all third parties are held. */
  readonly engine: 'wasm' | 'js' | 'none';
  /** Whether a third-party tag came before the gate. */
  readonly late: boolean;
  /** How many requests wait. */
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

/** A record as it is stored, and as the site's server finds it in the cookie. */
export interface StoredRecord extends Omit<ConsentRecord, 'policy_version'> {
  readonly v: 1;
  readonly policy_version?: string;
  /** Answers for categories, vendors and features, by id. */
  readonly choices: Readonly<Record<string, boolean>>;
  /** The vendor table that the gate had: date and checksum. */
  readonly table: string;
  /** In which language the visitor was asked; not where code chose. */
  readonly language?: string;
  /** SHA-256 of the texts that were shown. */
  readonly texts?: string;
  /** What the site had declared to need a consent: vendors and features by id, and what for. */
  readonly vendors: Readonly<Record<string, Category>>;
}

/** A copy of the record, for the visitor and for the site. It is not signed: the checksum shows only that it is whole. */
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

/** What listeners get, by event: the request's row, the state, or nothing. */
export interface Events {
  /** The consent state has changed. */
  change: null;
  /** The state: at once, and whenever it has changed. For adapters to other frameworks (TCF, GPP). */
  purposes: State;
  hold: Row;
  release: Row;
  discard: Row;
}

/** The gate. No function throws; each choice is stored when the call returns. */
export interface ConsentGate {
  readonly version: string;
  state(): State;
  /** A copy of the record; null where the visitor has not chosen. */
  receipt(): Receipt | null;
  /** A row for every third-party request judged on this page, allowed ones too, in order. */
  report(): Row[];
  /** Says yes to exactly these ids. */
  grant(...ids: Id[]): void;
  /** Says no to exactly these ids; `necessary` cannot be denied. */
  deny(...ids: Id[]): void;
  /** Says yes to all categories and forgets narrower choices. */
  grantAll(): void;
  /** Says no to all categories but `necessary` and forgets narrower choices. */
  denyAll(): void;
  /** Takes every consent back and clears what the vendors have stored on this site. */
  withdraw(): void;
  /**
   * Fires `consentgate:open` and opens the preferences, bringing in the banner's file where it is not there yet; with
   * `"banner": false` it only fires the event.
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
