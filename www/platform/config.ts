/**
 * @file Reads the config element's text, and the members that JavaScript needs: location and names of the sibling
 * files, timeouts of held requests, and options of the banner. The engine reads the rest and reports errors.
 */

import {
  absolute,
  attributeOf,
  baseOf,
  found,
  parseData,
  query,
  textOf,
  warn,
} from './primordials.ts';
import { inside, ownFolder } from './own-script.ts';

const ID = 'consent-gate-config';
/** Matches members that only a config of the gate has. */
const MEMBER =
  /"(?:regime"\s*:\s*"opt-|unknown"\s*:\s*"(?:hold|allow)"|(?:first_party|policy_version|fetch_timeout|receipt_endpoint)"\s*:)/;
/** Threat: another element of this id before the config gives the gate a different config. */
const element = inside ? null : query(document, `script#${ID}`)[0];
const misplaced = inside || element ? undefined : others()[0];

/**
 * The config as strict JSON; undefined if the site has none. A leading slash makes the text invalid JSON, and the
 * engine then uses its strict defaults. A config with another id gets this slash.
 */
export const configText = inside
  ? inside.config
  : element
    ? strictJSON(textOf(element))
    : misplaced && `/${textOf(misplaced)}`;

/** The members that JavaScript reads. A site may have written a value of another type. */
interface Config {
  base?: unknown;
  files?: Record<string, unknown> | null;
  fetch_timeout?: unknown;
  element_timeout?: unknown;
  banner?: false | { control?: unknown } | null;
  cookie_domain?: unknown;
  receipt_endpoint?: unknown;
  service_worker?: unknown;
  signals?: Record<string, unknown> | null;
}

const config = read(inside || element ? configText : undefined);
const { base, files, fetch_timeout: callTimeout, element_timeout: elementTimeout } = config;

const timeLimit = (ms: unknown, otherwise: number) =>
  Number(ms) >= 1 && Number(ms) <= 600_000 ? Number(ms) : otherwise;

/** Overwrites comments, trailing commas and a byte order mark with spaces, so that lines and columns stay the same. */
function strictJSON(text: string) {
  const blank = (token: string) => (token[0] === '"' ? token : token.replace(/./g, ' '));
  return text
    .replace(/"(?:[^"\\]|\\.)*"?|\/\/.*|\/\*[^]*?(?:\*\/|$)|^[^\S\n]/g, blank)
    .replace(/"(?:[^"\\]|\\.)*"?|,(?=\s*[\]}])/g, blank);
}

function read(text: string | undefined): Config {
  try {
    return { __proto__: null, ...parseData(text ?? '{}') } as Config;
  } catch (error) {
    warn(
      `Consent Gate: the config is not valid JSON, and its strict reading counts: ${(error as Error).message}`,
    );
    return { __proto__: null } as Config;
  }
}

/** Returns elements that are meant as the config and are not read: after the gate's tag, or with another id. */
function others() {
  const scripts = query(document, 'script[type="application/json" i]');
  const list: Element[] = [];
  for (let i = 0; i < scripts.length; i += 1) {
    const id = attributeOf(scripts[i], 'id') ?? '';
    if (scripts[i] === element || (id && !found(/consent|gate/i, id))) continue;
    if (id === ID || found(MEMBER, textOf(scripts[i]))) list[list.length] = scripts[i];
  }
  return list;
}

/** Reports the elements that the site has probably meant as its config. */
export function reportOtherConfigs() {
  const list = others();
  for (let i = 0; i < list.length; i += 1)
    warn(
      `Consent Gate: this looks like the config, and is not read: put it before the gate's tag, with id="${ID}":`,
      list[i],
    );
}

export const settings = {
  /**
   * Time in ms after which a held call that needs an answer ends with a network error. The engine reports a wrong
   * value.
   */
  fetchTimeout: timeLimit(callTimeout, 10_000),
  /** Time in ms after which a held element ends if no engine decides it. */
  elementTimeout: timeLimit(elementTimeout, 100),

  config,
  /** Options of the banner; false if the site has another one. */
  banner: config.banner,
  /**
   * @param name a file of `dist/`
   * @returns its URL on this site
   */
  fileUrl(name: string): string {
    const folder = typeof base === 'string' && !inside ? base.replace(/\/?$/, '/') : ownFolder;
    const own = files?.[name];
    return (
      absolute(
        typeof own === 'string' ? own : name,
        absolute(folder, baseOf(document)) ?? baseOf(document),
      ) ?? name
    );
  },
};
