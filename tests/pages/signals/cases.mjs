/**
 * @file Notifications of vendors, one case each: the page, the choice before the vendor's script may run, the queue
 * that the script then finds, and the entries after every later change.
 */
import { inline } from '../support/pages.mjs';

import {
  GTM,
  GTAG,
  UET,
  CLARITY,
  META,
  TIKTOK,
  tag,
  GTAG_STUB,
  GTAG_CALLS,
  CALLS,
  consent,
  ALL,
  DENIED,
  chosen,
  changed,
  ADVANCED,
  OPT_OUT,
  google,
  gtag,
  SNIPPETS,
  GTM_SNIPPET,
  START,
  UET_VISIT,
  uet,
  clarity,
  exempt,
  OWN_GRANT,
  GRANT,
  DENY,
} from './words.mjs';

/**
 * @typedef {object} Case
 * @property {string} url  of the vendor's script
 * @property {string} global  its queue
 * @property {string} body
 * @property {object} [config]
 * @property {boolean} [gpc]  whether the browser objects
 * @property {string} [before]  code that runs in the page before the script may
 * @property {unknown[]} found  the entries that the script finds in the queue
 * @property {[string, unknown[]][]} [then]  code, and the entries that it adds
 */

/** @type {Record<string, Case>} */
export const CASES = {
  'advanced set-up, nothing chosen: denied, in front of the snippet': {
    ...google,
    config: ADVANCED,
    body: inline(GTM_SNIPPET),
    found: [...DENIED, START],
    then: [
      [GRANT, changed(...ALL)],
      [DENY, changed()],
      ['consentGate.grant("analytics")', changed('analytics')],
      ['consentGate.withdraw()', changed()],
    ],
  },
  'held until a grant: granted, in front of what had been pushed before': {
    ...google,
    body: inline(GTM_SNIPPET),
    before: GRANT,
    found: [...chosen(...ALL), START],
    then: [[DENY, changed()]],
  },
  'held gtag.js: default before config': {
    ...gtag,
    body: inline(`${GTAG_STUB} ${GTAG_CALLS}`) + tag(GTAG),
    before: 'consentGate.grant("analytics")',
    found: [...chosen('analytics'), ...CALLS],
    then: [[GRANT, changed(...ALL)]],
  },
  'a vendor alone is granted: its purpose counts for it': {
    ...gtag,
    body: inline(`${GTAG_STUB} ${GTAG_CALLS}`) + tag(GTAG),
    before: 'consentGate.grant("google-analytics")',
    found: [...chosen('analytics'), ...CALLS],
  },
  'a category is granted, and the vendor refused': {
    ...google,
    config: ADVANCED,
    body: inline(GTM_SNIPPET),
    before: 'consentGate.deny("google-analytics"); consentGate.grant("analytics", "marketing")',
    found: [...DENIED, START],
    then: [],
  },
  'the tag first, and the queue made anew behind it': {
    ...gtag,
    config: { vendors: { 'google-analytics': { consent: 'exempt' } } },
    body: `${tag(GTAG)}${inline('dataLayer = [];')}${inline(`dataLayer = []; ${GTAG_STUB} ${GTAG_CALLS}`)}`,
    found: [...DENIED, ...CALLS],
    then: [[GRANT, changed(...ALL)]],
  },
  'the tag first, and the queue declared behind it': {
    ...gtag,
    config: { vendors: { 'google-analytics': { consent: 'exempt' } } },
    body: `${tag(GTAG)}${inline('var dataLayer = [["js", 1]];')}`,
    found: [...DENIED, ['js', 1]],
  },
  'no queue at all': { ...google, config: ADVANCED, body: tag(GTM), found: DENIED },
  'a blocking tag of the parser': {
    ...google,
    config: ADVANCED,
    body: `${inline('dataLayer = [{ first: 1 }];')}<script src="${GTM}"></script>`,
    found: [...DENIED, { first: 1 }],
  },
  'a tag that the page names with data-consent': {
    ...google,
    config: ADVANCED,
    body: `<script async data-consent="necessary" src="${GTM}"></script>`,
    found: DENIED,
  },
  'a data layer with another name': {
    url: `${GTM}&l=ownLayer`,
    global: 'ownLayer',
    config: ADVANCED,
    body: inline(SNIPPETS.gtm.replace('LAYER', 'ownLayer')),
    found: [...DENIED, START],
    then: [[GRANT, changed(...ALL)]],
  },
  "the page's own default comes behind ours, and what was said outranks both": {
    ...gtag,
    body: inline(`${GTAG_STUB} gtag("consent", "default", {}); ${GTAG_CALLS}`) + tag(GTAG),
    before: GRANT,
    found: [...chosen(...ALL), ['consent', 'default', {}], ...CALLS],
  },
  "the page's own update before the tag: nothing above the choice": {
    ...google,
    body: inline(`${GTAG_STUB} ${OWN_GRANT}`) + tag(GTM),
    before: 'consentGate.grant("analytics")',
    found: [
      ...chosen('analytics'),
      ['consent', 'update', { ad_storage: 'denied', analytics_storage: 'granted' }],
    ],
    then: [
      [OWN_GRANT, [['consent', 'update', { ad_storage: 'denied', analytics_storage: 'granted' }]]],
    ],
  },
  "the page's own update before any choice": {
    ...google,
    config: ADVANCED,
    body: inline(`${GTAG_STUB} ${OWN_GRANT} ${OWN_GRANT.replace('update', 'default')}`) + tag(GTM),
    found: [
      ...DENIED,
      ['consent', 'update', { ad_storage: 'denied', analytics_storage: 'denied' }],
      ['consent', 'default', { ad_storage: 'denied', analytics_storage: 'denied' }],
    ],
    then: [
      [OWN_GRANT, [['consent', 'update', { ad_storage: 'denied', analytics_storage: 'denied' }]]],
      [GRANT, changed(...ALL)],
      [OWN_GRANT, [['consent', 'update', { ad_storage: 'granted', analytics_storage: 'granted' }]]],
      [
        OWN_GRANT.replaceAll('granted', 'denied'),
        [['consent', 'update', { ad_storage: 'denied', analytics_storage: 'denied' }]],
      ],
    ],
  },
  'a page that adds to Object.prototype: no field and no purpose more': {
    ...google,
    config: ADVANCED,
    body:
      inline(`Object.prototype.extend = function () {}; Object.prototype.marketing = true;
      Object.prototype['google-ads'] = true; ${GTAG_STUB}`) + tag(GTM),
    found: DENIED,
    then: [['consentGate.grant("analytics")', changed('analytics')]],
  },
  "UET: the page's own update": {
    url: UET,
    global: 'uetq',
    config: exempt('microsoft-advertising'),
    body: inline(`${SNIPPETS.uet} uetq.push("consent", "update", { ad_storage: "granted" });`),
    found: [...uet('default', 'denied'), ...UET_VISIT, ...uet('update', 'denied')],
    then: [
      ['uetq.push("consent", "update", { ad_storage: "granted" })', uet('update', 'denied')],
      [GRANT, uet('update', 'granted')],
    ],
  },
  'opt-out: granted until somebody objects': {
    ...google,
    config: OPT_OUT,
    body: inline(GTM_SNIPPET),
    found: [consent('default', ...ALL), START],
    then: [[DENY, changed()]],
  },
  'opt-out and Global Privacy Control': {
    ...google,
    config: { ...OPT_OUT, ...ADVANCED },
    gpc: true,
    body: inline(GTM_SNIPPET),
    found: [...chosen('functional'), START],
  },
  'the site does not want it': {
    ...google,
    config: { ...ADVANCED, signals: { google: false } },
    body: inline(GTM_SNIPPET),
    found: [START],
    then: [[GRANT, []]],
  },
  'UET: a queue of single words, default in front': {
    url: UET,
    global: 'uetq',
    config: exempt('microsoft-advertising'),
    body: inline(SNIPPETS.uet),
    found: [...uet('default', 'denied'), ...UET_VISIT],
    then: [
      [GRANT, uet('update', 'granted')],
      [DENY, uet('update', 'denied')],
    ],
  },
  'UET: held until a grant': {
    url: UET,
    global: 'uetq',
    body: inline(SNIPPETS.uet),
    before: GRANT,
    found: [...uet('default', 'granted'), ...uet('update', 'granted'), ...UET_VISIT],
  },
  'Clarity: both fields, grant and deny': {
    url: CLARITY,
    global: 'clarity',
    body: inline(SNIPPETS.clarity),
    before: 'consentGate.grant("analytics")',
    found: [clarity('denied', 'granted'), ['set', 'a', 'b']],
    then: [
      [GRANT, [clarity('granted', 'granted')]],
      [DENY, [clarity('denied', 'denied')]],
    ],
  },
  'Clarity: the tag before the stub': {
    url: CLARITY,
    global: 'clarity',
    config: exempt('microsoft-clarity'),
    body: `${tag(CLARITY)}${inline('window.clarity = function () { (clarity.q = clarity.q || []).push(arguments); }; clarity("set", "a", "b");')}`,
    found: [clarity('denied', 'denied'), ['set', 'a', 'b']],
  },
  'Meta: revoked in front, granted behind': {
    url: META,
    global: 'fbq',
    config: exempt('meta-pixel'),
    body: inline(SNIPPETS.meta),
    found: [
      ['consent', 'revoke'],
      ['init', '1'],
      ['track', 'PageView'],
    ],
    then: [
      [GRANT, [['consent', 'grant']]],
      [DENY, [['consent', 'revoke']]],
    ],
  },
  'Meta: held until a grant': {
    url: META,
    global: 'fbq',
    body: inline(SNIPPETS.meta),
    before: GRANT,
    found: [
      ['init', '1'],
      ['track', 'PageView'],
      ['consent', 'grant'],
    ],
    then: [[DENY, [['consent', 'revoke']]]],
  },
  'TikTok: held back in front, then granted and revoked': {
    url: TIKTOK,
    global: 'ttq',
    config: exempt('tiktok-pixel'),
    body: inline(SNIPPETS.tiktok),
    found: [['holdConsent'], ['page']],
    then: [
      [GRANT, [['grantConsent']]],
      [DENY, [['revokeConsent']]],
    ],
  },
};
