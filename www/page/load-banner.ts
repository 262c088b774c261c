/**
 * @file The question: brings in its file once the page has been painted, and hands it what only the gate may give.
 * A file that does not come leaves everything held and the page as it is.
 *
 * Threat: a tracker that runs wants its own choice to be recorded as the visitor's, and puts a getter on a global that
 * the banner reads. So the door answers one call, made while the gate's own tag is the current script, and the banner
 * makes that call before it reads anything else (`banner/capabilities.ts`).
 */

import { ask } from '../engine/engine.ts';
import { anyEmbed } from '../frames/frame-placeholders.ts';
import { on } from '../platform/event-bus.ts';
import { insertTag } from './load-fallback.ts';
import {
  currentScriptOf,
  nextFrame,
  parseData,
  removeNode,
  warn,
} from '../platform/primordials.ts';
import { settings } from '../platform/config.ts';

/** What the file answers with. */
type Asking = { open: () => void };

let asking: Asking | undefined;
let tag: Element | undefined;
let wanted = false;

/**
 * There may be something to ask: looks after the first paint, which a page that is being prerendered or hidden does
 * not have. A visitor who has chosen still gets the control, unless the site has its own.
 */
export const askSoon = () =>
  nextFrame(() =>
    nextFrame(() => {
      const state = parseData(ask('state', '', '', false));
      if (
        (settings.banner as { control?: unknown } | undefined)?.control !== false ||
        !state.decided ||
        anyEmbed()
      )
        bring();
      else on('hold', () => anyEmbed() && bring());
    }),
  );

/** Opens the preferences, now or as soon as the file is there. */
export function openPreferences() {
  wanted = true;
  if (asking) asking.open();
  else bring();
}

function bring() {
  if (asking || tag || settings.banner === false) return;
  const url = settings.fileUrl('consent-gate-banner.js');
  tag = insertTag(url, (failure = 'is missing') => {
    removeNode(tag!);
    tag = undefined;
    if (!asking)
      warn(`Consent Gate: the question cannot be asked, and all waits: ${url} ${failure}`);
  });
}

export const doorTo =
  (powers: object): ((attach: (powers: object, open: boolean) => Asking) => void) =>
  (attach) => {
    if (tag && !asking && currentScriptOf(document) === tag) asking = attach(powers, wanted);
  };
