/**
 * @file Pages whose code depends on a held library. `LIB` is the library's URL; `note` leaves a mark. What the page does
 * without the gate is the order of `marks`; `before` is what it does before a choice, and after a refusal.
 */

/**
 * @typedef {object} Row
 * @property {string} library key of `LIBRARIES`
 * @property {string} [head]
 * @property {string} [body]
 * @property {Record<string, string>} [files] the site's own
 * @property {object} [config]
 * @property {string[]} [before]
 * @property {string[]} marks
 * @property {string[]} [gated] the marks with the gate, where they come in another order
 * @property {string} [act] what the visitor does before the choice
 * @property {string[]} [refused] the marks after a refusal and a consent, where they differ from those
 */

const LIB = '<script src="LIB"></script>';
const OWN = '<script src="/js/init.js"></script>';
const DIV = '<div id="map"></div><button id="menu">menu</button>';
const MAP = "new google.maps.Map(document.getElementById('map'));";
const MENU = "document.getElementById('menu').onclick = () => note('menu');";
const CLICK = "document.getElementById('menu').click()";
const NAMED = { dependents: ['/js/init.js'] };
const FOR_MAPS = { dependents: [{ src: '/js/init.js', vendor: 'google-maps' }] };

/** @param {string} code @param {string} [attributes] */
const inline = (code, attributes = '') => `<script ${attributes}>${code}</script>`;

const MODULE = 'type="module"';
const DONE = ['library', 'map'];

/** @type {Record<string, Row>} */
export const ROWS = {
  'inline: unguarded': { library: 'maps', body: DIV + LIB + inline(MAP), marks: DONE },
  'inline: typeof': {
    library: 'maps',
    body: DIV + LIB + inline(`if (typeof google !== 'undefined') { ${MAP} }`),
    marks: DONE,
  },
  'inline: typeof without a library with a stub': {
    library: 'stripe',
    body: LIB + inline("if (typeof Stripe !== 'undefined') { Stripe('pk'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: window.X': {
    library: 'maps',
    body: DIV + LIB + inline(`window.google && window.google.maps && ${MAP}`),
    marks: DONE,
  },
  'inline: not there': {
    library: 'stripe',
    body: LIB + inline("if (!window.Stripe) { note('loads another'); } else { Stripe('pk'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: try': {
    library: 'stripe',
    body: LIB + inline("try { Stripe('pk'); } catch (e) { note('failed'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: an alias': {
    library: 'stripe',
    body: LIB + inline("const make = Stripe; const made = make('pk'); made.elements();"),
    marks: ['library', 'stripe', 'elements'],
  },
  'inline: a function that is called later': {
    library: 'stripe',
    body:
      LIB +
      inline(
        "function pay() { Stripe('pk'); } document.addEventListener('DOMContentLoaded', pay);",
      ),
    marks: ['library', 'stripe'],
  },
  'inline: load': {
    library: 'stripe',
    body: LIB + inline("window.addEventListener('load', function () { Stripe('pk'); });"),
    marks: ['library', 'stripe'],
  },
  'inline: jQuery ready': {
    library: 'stripe',
    head: inline("self.jQuery = (then) => document.addEventListener('DOMContentLoaded', then);"),
    body: LIB + inline("jQuery(function ($) { if (window.Stripe) Stripe('pk'); });"),
    marks: ['library', 'stripe'],
  },
  'module: unguarded': { library: 'maps', body: DIV + LIB + inline(MAP, MODULE), marks: DONE },
  'module: guarded': {
    library: 'stripe',
    body: LIB + inline("if (window.Stripe) { const s = Stripe('pk'); s.elements(); }", MODULE),
    marks: ['library', 'stripe', 'elements'],
  },
  'module: behind a deferred library': {
    library: 'stripe',
    body: '<script defer src="LIB"></script>' + inline("Stripe('pk')", MODULE),
    marks: ['library', 'stripe'],
  },
  'module: with an import of its own': {
    library: 'stripe',
    files: { '/js/a.js': "note('a'); export const key = 'pk';" },
    body: LIB + inline("import { key } from '/js/a.js'; Stripe(key)", MODULE),
    marks: ['library', 'a', 'stripe'],
  },
  'mixed: a menu before the map': {
    library: 'maps',
    body: DIV + LIB + inline(MENU + MAP),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: a menu behind the map': {
    library: 'maps',
    body: DIV + LIB + inline(MAP + MENU),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: in a callback': {
    library: 'maps',
    body:
      DIV + LIB + inline(`document.addEventListener('DOMContentLoaded', () => { ${MAP} ${MENU} })`),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: what it makes is used again': {
    library: 'maps',
    body:
      DIV +
      LIB +
      inline(
        `${MENU} var map = new google.maps.Map(document.body); map.setZoom(3);
        new google.maps.Marker({ map: map, position: new google.maps.LatLng(1) });
        google.maps.event.addListener(map, 'click', function () { note('heard'); });`,
      ),
    act: CLICK,
    before: ['menu'],
    marks: ['library', 'map', 'zoom 3', 'marker', 'listens', 'heard'],
    gated: ['menu', 'library', 'map', 'zoom 3', 'marker', 'listens', 'heard'],
  },
  'file: blocking': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    config: NAMED,
    body: DIV + LIB + OWN,
    marks: DONE,
  },
  'file: by its URL, with a query': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: { dependents: ['https://SITE/js/init.js'] },
    body: LIB + '<script src="/js/init.js?ver=6.4"></script>',
    marks: ['library', 'stripe'],
  },
  'file: deferred': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + '<script defer src="/js/init.js"></script>' + inline("note('page')"),
    before: ['page'],
    marks: ['library', 'page', 'stripe'],
    gated: ['page', 'library', 'stripe'],
  },
  'file: a module': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + '<script type="module" src="/js/init.js"></script>',
    marks: ['library', 'stripe'],
  },
  'file: imported by a module of the page': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + inline("import '/js/init.js'; note('app')", MODULE),
    marks: ['library', 'stripe', 'app'],
  },
  'file: inserted by code': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body:
      LIB +
      inline(
        "document.head.append(Object.assign(document.createElement('script'), { src: '/js/init.js' }))",
      ),
    marks: ['library', 'stripe'],
  },
  'file: written': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + inline('document.write(\'<script src="/js/init.js"><\\/script>\')'),
    marks: ['library', 'stripe'],
  },
  'file: deferred, before a deferred library in the vendor of its entry': {
    library: 'maps',
    files: { '/js/init.js': `addEventListener('load', () => { ${MAP} })` },
    config: FOR_MAPS,
    head: '<script src="/js/init.js"></script><script async src="LIB"></script>',
    body: DIV,
    marks: DONE,
  },
  'file: two in order': {
    library: 'stripe',
    files: { '/js/init.js': "self.s = Stripe('pk')", '/js/b.js': 's.elements()' },
    config: { dependents: ['/js/init.js', '/js/b.js'] },
    body: LIB + OWN + '<script src="/js/b.js"></script>',
    marks: ['library', 'stripe', 'elements'],
  },
  'stub: a listener that is registered before the tag': {
    library: 'maps',
    head:
      inline(`window.addEventListener('load', function () { ${MAP} });`) +
      '<script async src="LIB"></script>',
    body: DIV,
    marks: DONE,
  },
  'stub: a file that no entry names': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    body: DIV + LIB + OWN,
    marks: DONE,
  },
  'stub: importLibrary': {
    library: 'maps',
    files: {
      '/js/init.js':
        "(async () => { const { Map } = await google.maps.importLibrary('maps'); new Map(1); })()",
    },
    body: LIB + OWN,
    marks: DONE,
  },
  'stub: the file of Contact Form 7': {
    library: 'recaptcha',
    files: {
      '/js/init.js': `document.addEventListener('DOMContentLoaded', () => {
        const run = (action) => grecaptcha.execute('key', { action }).then((token) => note(token));
        grecaptcha.ready(() => run('homepage'));
        document.addEventListener('change', () => run('contactform'));
        note('registered');
      });`,
    },
    body: LIB + OWN,
    before: ['registered'],
    marks: ['library', 'registered', 'token of homepage'],
    gated: ['registered', 'library', 'token of homepage'],
  },
  'stub: a guarded form script': {
    library: 'recaptcha',
    files: {
      '/js/init.js': `if (typeof grecaptcha === 'undefined') note('no check');
        else grecaptcha.ready(() => grecaptcha.execute('key', { action: 'a' }).then(note));`,
    },
    body: LIB + OWN,
    marks: ['library', 'token of a'],
  },
  'stub: YT.ready': {
    library: 'youtube',
    files: { '/js/init.js': "YT.ready(() => new YT.Player('x'))" },
    body: LIB + OWN,
    marks: ['library', 'player'],
  },
  'stub: onYouTubeIframeAPIReady': {
    library: 'youtube',
    files: { '/js/init.js': "window.onYouTubeIframeAPIReady = () => note('ready')" },
    body: LIB + OWN,
    marks: ['library', 'ready'],
  },
  'stub: hcaptcha, whose answer is empty until then': {
    library: 'hcaptcha',
    files: { '/js/init.js': "hcaptcha.render('x'); note('response: ' + hcaptcha.getResponse());" },
    body: LIB + OWN,
    before: ['response: '],
    marks: ['library', 'render', 'response: '],
    gated: ['response: ', 'library', 'render'],
  },
  'stub: a promise that a form waits for': {
    library: 'hcaptcha',
    body: LIB,
    head: inline("self.send = () => hcaptcha.execute('x').then(note, () => note('refused'));"),
    act: 'void send()',
    marks: ['library'],
    gated: ['library', 'token'],
    refused: ['refused', 'library'],
  },
  'stub: a page with a loader of its own': {
    library: 'maps',
    head: inline(`window.google = { maps: { importLibrary: () => new Promise((done) => {
      const script = document.createElement('script');
      script.src = 'LIB';
      script.onload = () => done(google.maps);
      document.head.append(script);
    }) } };`),
    body: inline('google.maps.importLibrary().then(({ Map }) => new Map(1));'),
    marks: DONE,
  },
};
