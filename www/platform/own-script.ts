/** @file The gate's own tag: what it tells about where the siblings are and what the page's CSP trusts. */

import {
  attributeOf,
  absolute,
  baseOf,
  currentScriptOf,
  exec,
  maybe,
  parseData,
  scriptNonce,
} from './primordials.ts';

export const ownTag = currentScriptOf(document) as HTMLScriptElement | null;

/** The nonce of the gate's own tag, or the empty string. */
export const ownNonce = ownTag ? scriptNonce(ownTag) : '';

/** What the gate of the page says to one that it has put into a document out of its reach; undefined in the page. */
export const inside:
  | {
      token: string;
      host: string;
      config?: string;
      record?: string;
      url: string | null;
      folder: string;
      sandboxed: boolean;
    }
  | undefined = ownTag
  ? (maybe(parseData, attributeOf(ownTag, 'data-consent-gate-inside')) ?? undefined)
  : undefined;

const { origin } = location;

/**
 * Returns whether a document of this URL, or of the blob that it names, has the page's own origin.
 * @param url absolute
 */
export const isOwnOrigin = (url: string) =>
  exec(/^(?:blob:)?(https?:\/\/[^/]*)/, url)?.[1] === origin;

/** The host of the site. */
export const ownHost = inside ? inside.host : location.hostname;

const source = ownTag && attributeOf(ownTag, 'src');

/** The gate's own URL; null when its code is inlined. */
export const ownUrl = inside ? inside.url : source ? absolute(source, baseOf(document)) : null;

/** The folder in which the siblings are, when the config does not say. */
export const ownFolder = inside
  ? inside.folder
  : ownUrl
    ? ownUrl.replace(/[?#].*$/s, '').replace(/[^/]*$/, '')
    : '/';
