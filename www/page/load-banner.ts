/**
 * @file Loads the banner's file after the first paint, and gives it functions that only the gate has. If the file does
 * not load, held requests stay held and the page is unchanged.
 *
 * Threat: a tracker that runs wants to record a choice as the visitor's. It puts a getter on a global that the banner
 * reads. So the gate answers only one call, while the banner's script is the current script. The banner makes that call
 * before it reads anything else (`banner/capabilities.ts`).
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

/** The object that the banner's file returns. */
type Asking = { open: () => void };

let asking: Asking | undefined;
let tag: Element | undefined;
let wanted = false;

/**
 * Loads the banner after the first paint, which a prerendered or hidden page does not have. A visitor who has chosen
 * still gets the settings button, unless the site has one.
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

/** Opens the preferences, now or as soon as the file has loaded. */
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
      warn(
        `Consent Gate: could not load the consent banner (${url} ${failure}). Third parties stay blocked.`,
      );
  });
}

export const doorTo =
  (powers: object): ((attach: (powers: object, open: boolean) => Asking) => void) =>
  (attach) => {
    if (tag && !asking && currentScriptOf(document) === tag) asking = attach(powers, wanted);
  };
