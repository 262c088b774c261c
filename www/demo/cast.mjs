/**
 * @file The tags of the demo: how each is inserted, which URL it requests, and which stand-in answers. `expected.txt`
 * says how the gate must treat each.
 */

/**
 * @typedef {object} Tag
 * @property {string} id      the mark that its stand-in leaves when it runs, and its name in `expected.txt`
 * @property {string} name    for people
 * @property {string} way     how it is inserted into the page
 * @property {boolean} parsed whether it is in the markup, so that the browser's preload scanner may fetch it early
 * @property {string} kind    the kind of its request: script, iframe or style
 * @property {string | null} url  the beginning of its URL; null for an inline script
 * @property {string} file    the stand-in's file in `stand-ins/`, or in `site/` for the site's files; "" if it has none
 * @property {string[]} also  hosts and paths that its code requests
 */

// prettier-ignore
const TABLE = [
  // id                    name                                 inserted by                    kind      url                                                                     stand-in                 it then talks to
  ['own-script',           'The site’s own script',             'static defer',                'script', 'https://www.alder-and-oar.example/site.js',                            'site.js'],
  ['google-fonts',         'Google Fonts',                      'static stylesheet',           'style',  'https://fonts.googleapis.com/css2',                                    'google-fonts.css'],
  ['google-analytics',     'Google Analytics',                  'static async',                'script', 'https://www.googletagmanager.com/gtag/js?id=G-',                       'google-analytics.js',   'region1.google-analytics.com/'],
  ['google-tag-manager',   'Google Tag Manager',                'insertBefore',                'script', 'https://www.googletagmanager.com/gtm.js',                              'google-tag-manager.js'],
  ['gtm-noscript',         '– its noscript frame',              'static in noscript',          'iframe', 'https://www.googletagmanager.com/ns.html',                             ''],
  ['gtm-matomo',           '– Matomo, from the container',      'appendChild',                 'script', 'https://stats.paddle-network.example/matomo.js',                         'matomo.js',             'stats.paddle-network.example/matomo.php'],
  ['gtm-meta-pixel',       '– Meta pixel, from the container',  'insertBefore',                'script', 'https://connect.facebook.net/en_US/fbevents.js',                       'meta-pixel.js',         'www.facebook.com/tr'],
  ['microsoft-clarity',    'Microsoft Clarity',                 'insertBefore',                'script', 'https://www.clarity.ms/tag/',                                          'microsoft-clarity.js',  'k.clarity.ms/collect'],
  ['clarity-recorder',     '– its recorder',                    'appendChild',                 'script', 'https://scripts.clarity.ms/',                                          'clarity-recorder.js'],
  ['infobip-people',       'Infobip People SDK',                'insertBefore',                'script', 'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js', 'infobip-people.js'],
  ['infobip-chat',         'Infobip live chat',                 'insertBefore',                'script', 'https://livechat.infobip.com/widget.js',                               'infobip-chat.js'],
  ['own-statistics',       'Own statistics (data-consent)',     'static module',               'script', 'https://www.alder-and-oar.example/visit-counter.js',                   'visit-counter.js'],
  ['programmable-search',  'Programmable Search',               'static async',                'script', 'https://cse.google.com/cse.js',                                        'programmable-search.js'],
  ['recaptcha',            'reCAPTCHA',                         'static async defer',          'script', 'https://www.google.com/recaptcha/api.js',                              'recaptcha.js'],
  ['recaptcha-engine',     '– its engine',                      'insertBefore',                'script', 'https://www.gstatic.com/recaptcha/',                                   'recaptcha-engine.js'],
  ['google-maps',          'Google Maps JavaScript API',        'static blocking',             'script', 'https://maps.googleapis.com/maps/api/js',                              'google-maps.js'],
  ['google-maps-inline',   '– inline script that needs it',     'static inline',               'script', null,                                                                   ''],
  ['google-maps-embed',    'Google Maps embed',                 'static iframe',               'iframe', 'https://www.google.com/maps/embed',                                    'google-maps-embed.html'],
  ['apple-maps',           'Apple Maps (MapKit JS)',            'static async',                'script', 'https://cdn.apple-mapkit.com/mk/5.x.x/mapkit.core.js',                 'apple-maps.js'],
  ['teams-chat',           'Microsoft Teams chat',              'innerHTML iframe',            'iframe', 'https://teams.microsoft.com/embed-client/chats/list',                  'teams-chat.html'],
  ['teams-share',          'Share to Teams',                    'static async defer',          'script', 'https://teams.microsoft.com/share/launcher.js',                        'teams-share.js'],
  ['apple-business-chat',  'Apple Business Chat',               'static blocking',             'script', 'https://static.cdn-apple.com/businesschat/start-chat-button/2/index.js', 'apple-business-chat.js'],
  ['reviews',              'A widget that no table knows',      'appendChild',                 'script', 'https://cdn.honest-reviews.example/widget.js',                         'reviews.js'],
  ['google-ads',           'Google Ads',                        'static async',                'script', 'https://www.googletagmanager.com/gtag/js?id=AW-',                      'google-ads.js',         'www.googleadservices.com/pagead/'],
  ['doubleclick',          'DoubleClick Floodlight',            'document.write iframe',       'iframe', 'https://6100181.fls.doubleclick.net/activityi',                        'doubleclick.html'],
];

/** The site of the demo page. */
export const SITE = 'www.alder-and-oar.example';

/** Every tag of the page, in the order of the markup. @type {Tag[]} */
export const CAST = TABLE.map(([id, name, way, kind, url, file, ...also]) => {
  const parsed = String(way).startsWith('static');
  return /** @type {Tag} */ ({ id, name, way, parsed, kind, url, file, also });
});

/**
 * Tags that leave no mark when they take effect: a stylesheet runs no code, and a noscript frame is never requested.
 */
export const SILENT = new Set(['google-fonts', 'gtm-noscript']);

/** Returns whether a URL is the request of the tag. @param {Tag} tag @param {string} url */
export const asksFor = (tag, url) => tag.url !== null && url.startsWith(tag.url);

/** Returns whether a URL is a request of the tag's code. @param {Tag} tag @param {string} url */
export const followsFrom = (tag, url) =>
  tag.also.some((start) => url.startsWith(`https://${start}`));
