/**
 * @file Decides which parts are shown: the first layer while there is no choice, else the settings button; the
 * preferences when the visitor opens them. A choice made in another tab counts here, too.
 */

import { makePostChoice } from './post-choice.ts';
import { makeSettingsButton } from './control.ts';
import { make } from './dom.ts';
import { makeHost } from './element.ts';
import { makeFirstLayer } from './first-layer.ts';
import { giveBack, watchFocus } from './focus.ts';
import { readOptions } from './options.ts';
import { mark, Place } from './place.ts';
import { reportProblem, gate, listen } from './capabilities.ts';
import { showPlaceholders } from './placeholder.ts';
import { makeScrollPadding } from './scroll-padding.ts';
import { SecondLayer } from './second-layer.ts';
import { loadTexts, say, shownLanguage } from './texts.ts';

/** @param wanted whether the preferences are to be opened at once */
export function start(wanted: boolean): { open: () => void } {
  let open: (() => void) | undefined;
  const show = () => {
    open = showAll();
    if (wanted) open();
  };
  loadTexts()
    .then(show)
    .catch((error) =>
      reportProblem(`could not show the consent banner; please report this: ${error}`),
    );
  return {
    open() {
      wanted = true;
      open?.();
    },
  };
}

/** Shows everything, and keeps it on the page. @returns a function that opens the preferences */
function showAll(): () => void {
  const left = () => place.comeBack();
  let surface = new Surface(left);
  const place = new Place(
    () => surface.host,
    () => surface.second.isOpen,
    {
      lost() {
        surface = new Surface(left, surface);
        place.follow();
      },
      returned: () => surface.second.showAgain(),
    },
  );
  gate.on('change', () => surface.arrange());
  gate.on('hold', () => surface.first.count());
  showPlaceholders();
  place.follow();
  if (document.body) place.settle();
  else listen(document, 'DOMContentLoaded', () => place.settle());
  return () => {
    place.settle();
    surface.second.open();
  };
}

/** All parts of the banner. */
class Surface {
  declare host: HTMLElement;
  declare second: SecondLayer;
  declare first: ReturnType<typeof makeFirstLayer>;
  declare control: ReturnType<typeof makeSettingsButton>;
  declare after: ReturnType<typeof makePostChoice>;
  declare room: ReturnType<typeof makeScrollPadding>;

  #options = readOptions();
  #quiet = isAskedAbove();
  /** Whether the visitor has answered on this page. It counts if no engine runs that could record the answer. */
  #answered = false;

  /**
   * @param left is called when the page has removed the banner
   * @param before the surface that this one replaces
   */
  constructor(left: () => void, before?: Surface) {
    this.#answered = before ? before.#answered : false;
    this.host = makeHost(left);
    const attributes = { 'aria-label': say('label'), lang: shownLanguage(), dir: say('direction') };
    const region = make('section', attributes);
    const saved = () => this.#answer(true);
    const closed = () => this.#giveBack();
    this.second = new SecondLayer(this.#options, region, saved, closed);
    const open = () => this.second.open();
    this.first = makeFirstLayer(this.#options, open, () => this.#answer(false));
    this.first.element.hidden = true;
    this.control = makeSettingsButton(this.#options, open);
    this.after = makePostChoice(() => this.#changed());
    this.room = makeScrollPadding(this.first.element);
    region.append(this.first.element, this.control, ...this.after.parts);
    this.host.shadowRoot?.append(region);
    watchFocus(this.host);
    mark(this.host);
    this.arrange();
    if (before && before.second.isOpen) open();
  }

  /** Shows the parts for the present state. */
  arrange() {
    const { decided, engine, regime } = gate.state();
    const done = decided || (this.#answered && engine === 'none');
    const leaves = done && !this.first.element.hidden;
    this.first.element.hidden = done || this.#quiet;
    this.control.hidden =
      !done || this.#quiet || this.#options.control === false || this.after.isShown();
    this.room(!this.first.element.hidden);
    if (!leaves) return;
    if (document.activeElement === this.host) this.#giveBack();
    void this.after.tell(regime === 'opt-out'); // With opt-in, nothing that is refused now has run.
  }

  /** @param check whether something may run that is no longer allowed */
  #answer(check: boolean) {
    this.#answered = true;
    this.arrange();
    if (check) void this.after.tell(true);
  }

  #changed() {
    this.arrange();
    this.#giveBack();
  }

  #giveBack() {
    giveBack(this.host, this.control);
  }
}

/** Returns whether a same-origin ancestor page has a gate, which shows a banner. */
function isAskedAbove() {
  try {
    let page: Window = window;
    while (page !== page.parent) {
      page = page.parent;
      if ('consentGate' in page) return true;
    }
    return false;
  } catch {
    return false; // The ancestor page has another origin, so this document shows the banner.
  }
}
