/** @file Reads the gate's script element: its location, which is that of the sibling files, and its nonce. */

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

/** The nonce of the gate's script element, or the empty string. */
export const ownNonce = ownTag ? scriptNonce(ownTag) : '';

/** Data from the page's gate for a gate in another document that the page cannot reach; undefined in the page. */
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

/** Returns whether a document of this URL, or of the blob with this URL, has the page's origin. @param url absolute */
export const isOwnOrigin = (url: string) =>
  exec(/^(?:blob:)?(https?:\/\/[^/]*)/, url)?.[1] === origin;

/** The host of the site. */
export const ownHost = inside ? inside.host : location.hostname;

const source = ownTag && attributeOf(ownTag, 'src');

/** The gate's URL; null if its code is inlined. */
export const ownUrl = inside ? inside.url : source ? absolute(source, baseOf(document)) : null;

/** The folder of the sibling files, if the config does not set it. */
export const ownFolder = inside
  ? inside.folder
  : ownUrl
    ? ownUrl.replace(/[?#].*$/s, '').replace(/[^/]*$/, '')
    : '/';
