/**
 * @file What vendors are to be told, one case each: the page, what has been chosen when the vendor's script may run, what
 * it then finds in its queue, and what it hears with every change after that.
 */
import { inline } from '../support/pages.mjs';

/**
 * @typedef {object} Case
 * @property {string} url  of the vendor's script
 * @property {string} global  where its queue is
 * @property {string} body
 * @property {object} [config]
 * @property {boolean} [gpc]  whether the browser objects
 * @property {string} [before]  code that runs in the page before the script may
 * @property {unknown[]} found  what the script finds in the queue
 * @property {[string, unknown[]][]} [then]  code, and what it adds to what the vendor has been told
 */

const GTM = 'https://www.googletagmanager.com/gtm.js?id=GTM-1';
const GTAG = 'https://www.googletagmanager.com/gtag/js?id=G-1';
const UET = 'https://bat.bing.com/bat.js';
const CLARITY = 'https://www.clarity.ms/tag/p';
const META = 'https://connect.facebook.net/en_US/fbevents.js';
const TIKTOK = 'https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=p';

/** @param {string} src */
export const tag = (src) => `<script async src="${src}"></script>`;
const GTAG_STUB =
  'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }';
const GTAG_CALLS = 'gtag("js", 1); gtag("config", "G-1");';
const CALLS = [
  ['js', 1],
  ['config', 'G-1'],
];

/** The fields of Consent Mode, as these purposes are granted. @param {string[]} purposes */
function fields(...purposes) {
  const word = (/** @type {string} */ purpose) =>
    purposes.includes(purpose) ? 'granted' : 'denied';
  return {
    ad_storage: word('marketing'),
    ad_user_data: word('marketing'),
    ad_personalization: word('marketing'),
    analytics_storage: word('analytics'),
    functionality_storage: word('functional'),
    personalization_storage: word('functional'),
    security_storage: 'granted',
  };
}

/** @param {'default' | 'update'} verb @param {string[]} purposes */
export const consent = (verb, ...purposes) => ['consent', verb, fields(...purposes)];
/** @param {boolean} yes */
const redaction = (yes) => ['set', 'ads_data_redaction', yes];
export const ALL = ['functional', 'analytics', 'marketing'];
const DENIED = [consent('default'), redaction(true)];
/** What stands in front where the visitor has chosen. @param {string[]} purposes */
const chosen = (...purposes) => [
  consent('default', ...purposes),
  ...(purposes.includes('marketing') ? [] : [redaction(true)]),
  consent('update', ...purposes),
];
/** What comes with a change. @param {string[]} purposes */
const changed = (...purposes) => [
  consent('update', ...purposes),
  redaction(!purposes.includes('marketing')),
];

/** The usual set-up of "advanced" Consent Mode. */
const ADVANCED = { vendors: { 'google-tag-manager': { consent: 'exempt' } } };
const OPT_OUT = { regime: 'opt-out' };
const google = { url: GTM, global: 'dataLayer' };
const gtag = { url: GTAG, global: 'dataLayer' };

/** The vendors' own snippets, shortened to what makes the queue and the tag. */
const SNIPPETS = {
  gtm: `(function (w, d, s, l, i) {
    w[l] = w[l] || []; w[l].push({ "gtm.start": 1, event: "gtm.js" });
    var f = d.getElementsByTagName(s)[0], j = d.createElement(s), dl = l != "dataLayer" ? "&l=" + l : "";
    j.async = true; j.src = "https://www.googletagmanager.com/gtm.js?id=" + i + dl; f.parentNode.insertBefore(j, f);
  })(window, document, "script", "LAYER", "GTM-1");`,
  uet: `(function (w, d, t, r, u) {
    var n, i; w[u] = w[u] || [];
    n = d.createElement(t); n.src = r; n.async = 1; i = d.getElementsByTagName(t)[0]; i.parentNode.insertBefore(n, i);
  })(window, document, "script", "${UET}", "uetq"); uetq.push("event", "visit", {});`,
  clarity: `(function (c, l, a, r, i, t, y) {
    c[a] = c[a] || function () { (c[a].q = c[a].q || []).push(arguments); };
    t = l.createElement(r); t.async = 1; t.src = "https://www.clarity.ms/tag/" + i;
    y = l.getElementsByTagName(r)[0]; y.parentNode.insertBefore(t, y);
  })(window, document, "clarity", "script", "p"); clarity("set", "a", "b");`,
  meta: `!function (f, b, e, v, n, t, s) {
    if (f.fbq) return; n = f.fbq = function () { n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments); };
    if (!f._fbq) f._fbq = n; n.push = n; n.loaded = !0; n.version = "2.0"; n.queue = [];
    t = b.createElement(e); t.async = !0; t.src = v; s = b.getElementsByTagName(e)[0]; s.parentNode.insertBefore(t, s);
  }(window, document, "script", "${META}"); fbq("init", "1"); fbq("track", "PageView");`,
  tiktok: `!function (w, d, t) {
    w.TiktokAnalyticsObject = t; var ttq = w[t] = w[t] || [];
    ttq.methods = ["page", "track", "holdConsent", "revokeConsent", "grantConsent"];
    ttq.setAndDefer = function (t, e) { t[e] = function () { t.push([e].concat(Array.prototype.slice.call(arguments, 0))); }; };
    for (var i = 0; i < ttq.methods.length; i++) ttq.setAndDefer(ttq, ttq.methods[i]);
    var o = d.createElement("script"); o.async = !0; o.src = "${TIKTOK}"; d.head.append(o); ttq.page();
  }(window, document, "ttq");`,
};

const GTM_SNIPPET = SNIPPETS.gtm.replace('LAYER', 'dataLayer');
const START = { 'gtm.start': 1, event: 'gtm.js' };
const UET_VISIT = ['event', 'visit', {}];
const uet = (/** @type {string} */ verb, /** @type {string} */ word) => [
  'consent',
  verb,
  { ad_storage: word },
];
const clarity = (/** @type {string} */ ads, /** @type {string} */ analytics) => [
  'consentv2',
  { ad_Storage: ads, analytics_Storage: analytics },
];
const exempt = (/** @type {string} */ id) => ({ vendors: { [id]: { consent: 'exempt' } } });
/** The page takes it upon itself to grant. */
const OWN_GRANT =
  'gtag("consent", "update", { ad_storage: "granted", analytics_storage: "granted" });';
export const GRANT = 'consentGate.grantAll()';
const DENY = 'consentGate.denyAll()';

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
