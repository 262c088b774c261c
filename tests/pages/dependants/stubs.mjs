/** @file Pages whose code calls a held library that has a stub. */
import { LIB, OWN, DIV, MAP, inline, DONE } from './parts.mjs';

/** @type {Record<string, import('./rows.mjs').Row>} */
export const STUBS = {
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
