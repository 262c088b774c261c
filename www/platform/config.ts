/**
 * @file The config element's text, and what the page's side reads of it itself: where the sibling files are, what they
 * are called, how long a held call waits, and how the visitor is asked. The engine reads the rest and reports what is wrong.
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
/** Members that only a config of the gate has. */
const MEMBER =
  /"(?:regime"\s*:\s*"opt-|unknown"\s*:\s*"(?:hold|allow)"|(?:first_party|policy_version|fetch_timeout|receipt_endpoint)"\s*:)/;
/** Threat: another element of this id, in front of the config, gives the gate a config of its own. */
const element = inside ? null : query(document, `script#${ID}`)[0];
const misplaced = inside || element ? undefined : others()[0];

/**
 * The config as strict JSON; undefined where the site wrote none. With a slash in front a text is no JSON, and the engine
 * takes its strict reading: so it does with a config that has another id.
 */
export const configText = inside
  ? inside.config
  : element
    ? strictJSON(textOf(element))
    : misplaced && `/${textOf(misplaced)}`;

/** The members that the page's side reads. A site may have written a value of another type. */
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

/** Overwrites comments, trailing commas and a byte order mark with blanks, so that lines and columns stay. */
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

/** Elements that are meant as the config and are not read: behind the gate, or with another id. */
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

/** Says which elements the site has probably meant as its config. */
export function complainOfOthers() {
  const list = others();
  for (let i = 0; i < list.length; i += 1)
    warn(
      `Consent Gate: this looks like the config, and is not read: put it before the gate's tag, with id="${ID}":`,
      list[i],
    );
}

export const settings = {
  /** After how many ms a held call that owes an answer ends as a network error. The engine reports a wrong value. */
  fetchTimeout: timeLimit(callTimeout, 10_000),
  /** After how many ms a held element ends where no engine says so. */
  elementTimeout: timeLimit(elementTimeout, 100),

  config,
  /** How the visitor is asked; false where the site asks in its own way. */
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
