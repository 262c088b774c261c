/**
 * Code of a page against `www/consent-gate.d.ts`: `tsc` must accept all of it, and reject each line below
 * `@ts-expect-error`. It is never run.
 */
import type {
  BannerOptions,
  ConsentGate,
  Receipt,
  Row,
  SignalOptions,
  State,
} from '../../www/consent-gate';

import imported, { ready } from '../../www/consent-gate.mjs';

const bundled: Promise<Receipt | null> = ready.then((it) => it.receipt());
const same: ConsentGate = imported;
const gate: ConsentGate = window.consentGate;
const state: State = consentGate.state();
const analytics: boolean = state.categories.analytics;
const until: number | undefined = state.record?.expires;
const first: Row | undefined = gate.report()[0];
const feature: string | null | undefined = first?.feature;
const nothing: void = gate.grant('analytics', 'google-maps', 'infobip/people-cdp-sdk');
gate.deny('advertising');
gate.on('hold', (row) => row.ticket?.toFixed());
gate.on('change', () => gate.open());
gate.on('purposes', ({ categories, signals }) => categories.marketing && !signals.gpc);
const receipt: Receipt | null = gate.receipt();
const asked: string | undefined = receipt?.record.vendors['google-maps'];
const signals: SignalOptions = { google: false };
document.addEventListener('consentgate:release', ({ detail }) => detail.url.length);
const banner: BannerOptions = { controller: 'Example shop', control: 'bottom-right' };
const root: ShadowRoot | null | undefined =
  document.querySelector('consent-gate-banner')?.shadowRoot;
export const used = [
  bundled,
  same,
  asked,
  signals,
  analytics,
  until,
  feature,
  nothing,
  banner,
  root,
];

// @ts-expect-error: the state is a copy that code cannot change
state.decided = true;
// @ts-expect-error: there is no such event
gate.on('consent', () => {});
// @ts-expect-error: an id is a string
gate.grant(1);
// @ts-expect-error: a list is spread
gate.grant(['analytics']);
// @ts-expect-error: the surface cannot be replaced
window.consentGate = gate;
// @ts-expect-error: there is no such place
banner.control = 'top';
// @ts-expect-error: there is no such state
void (first?.state === 'blocked');
// @ts-expect-error: a receipt may be missing
void gate.receipt().checksum;
// @ts-expect-error: no other vendor is notified
signals.linkedin = true;
