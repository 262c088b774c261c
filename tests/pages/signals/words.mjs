/** @file The snippets of vendors, and the expected consent signals, as short names for `cases.mjs`. */

export const GTM = 'https://www.googletagmanager.com/gtm.js?id=GTM-1';
export const GTAG = 'https://www.googletagmanager.com/gtag/js?id=G-1';
export const UET = 'https://bat.bing.com/bat.js';
export const CLARITY = 'https://www.clarity.ms/tag/p';
export const META = 'https://connect.facebook.net/en_US/fbevents.js';
export const TIKTOK = 'https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=p';

/** @param {string} src */
export const tag = (src) => `<script async src="${src}"></script>`;
export const GTAG_STUB =
  'window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }';
export const GTAG_CALLS = 'gtag("js", 1); gtag("config", "G-1");';
export const CALLS = [
  ['js', 1],
  ['config', 'G-1'],
];

/** Returns the fields of Consent Mode when these purposes are granted. @param {string[]} purposes */
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
export const DENIED = [consent('default'), redaction(true)];
/** Returns the first commands if the visitor has chosen. @param {string[]} purposes */
export const chosen = (...purposes) => [
  consent('default', ...purposes),
  ...(purposes.includes('marketing') ? [] : [redaction(true)]),
  consent('update', ...purposes),
];
/** Returns the commands of a change. @param {string[]} purposes */
export const changed = (...purposes) => [
  consent('update', ...purposes),
  redaction(!purposes.includes('marketing')),
];

/** The usual setup of "advanced" Consent Mode. */
export const ADVANCED = { vendors: { 'google-tag-manager': { consent: 'exempt' } } };
export const OPT_OUT = { regime: 'opt-out' };
export const google = { url: GTM, global: 'dataLayer' };
export const gtag = { url: GTAG, global: 'dataLayer' };

/** The vendors' snippets, shortened to the code that makes the queue and the tag. */
export const SNIPPETS = {
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

export const GTM_SNIPPET = SNIPPETS.gtm.replace('LAYER', 'dataLayer');
export const START = { 'gtm.start': 1, event: 'gtm.js' };
export const UET_VISIT = ['event', 'visit', {}];
export const uet = (/** @type {string} */ verb, /** @type {string} */ word) => [
  'consent',
  verb,
  { ad_storage: word },
];
export const clarity = (/** @type {string} */ ads, /** @type {string} */ analytics) => [
  'consentv2',
  { ad_Storage: ads, analytics_Storage: analytics },
];
export const exempt = (/** @type {string} */ id) => ({ vendors: { [id]: { consent: 'exempt' } } });
/** Code of the page that grants consent. */
export const OWN_GRANT =
  'gtag("consent", "update", { ad_storage: "granted", analytics_storage: "granted" });';
export const GRANT = 'consentGate.grantAll()';
export const DENY = 'consentGate.denyAll()';
