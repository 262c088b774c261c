/** @file Pages whose code calls a held library that has a stub. */
import { LIB, OWN, DIV, MAP, inline, DONE } from './parts.mjs';

/** The library and a file that needs it, in a frame's text. */
const IN_FRAME = "<script src='LIB'></script><script src='https://SITE/js/init.js'></script>";

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
  'stub: grecaptcha.enterprise': {
    library: 'enterprise',
    files: {
      '/js/init.js': `grecaptcha.enterprise.ready(async () => {
        note(await grecaptcha.enterprise.execute('key', { action: 'LOGIN' }));
      }); note('registered');`,
    },
    body: LIB + OWN,
    before: ['registered'],
    marks: ['library', 'registered', 'token of LOGIN'],
    gated: ['registered', 'library', 'token of LOGIN'],
  },
  'stub: grecaptcha.enterprise, a promise that a form waits for': {
    library: 'enterprise',
    body: LIB,
    head: inline(`self.send = () => grecaptcha.enterprise.execute('key', { action: 'a' })
      .then(note, () => note('refused'));`),
    act: 'void send()',
    marks: ['library'],
    gated: ['library', 'token of a'],
    refused: ['refused', 'library'],
  },
  'stub: Turnstile': {
    library: 'turnstile',
    files: {
      '/js/init.js': `turnstile.ready(() => {
        const widget = turnstile.render('#a', { callback: note });
        turnstile.reset(widget);
      });`,
    },
    body: LIB + OWN,
    marks: ['library', 'render #a', 'token', 'reset w'],
  },
  'stub: Turnstile, whose answer is empty until then': {
    library: 'turnstile',
    files: {
      '/js/init.js': `const widget = turnstile.render('#a', { callback: note });
        turnstile.reset(widget); note('response: ' + turnstile.getResponse(widget));`,
    },
    body: LIB + OWN,
    before: ['response: '],
    marks: ['library', 'render #a', 'token', 'reset w', 'response: '],
    gated: ['response: ', 'library', 'render #a', 'token', 'reset w'],
  },
  'stub: in a frame of markup': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    body: `<iframe srcdoc="<body><script>self.note = parent.note</script>${IN_FRAME}"></iframe>`,
    marks: DONE,
  },
  'stub: in a frame that code fills': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    body: inline(`const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow.note = note;
      for (const src of ['LIB', 'https://SITE/js/init.js'])
        frame.contentDocument.body.append(Object.assign(frame.contentDocument.createElement('script'), { src, async: false }));`),
    marks: DONE,
  },
  'stub: in a frame that code writes': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    body: inline(`const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentDocument.write(\`<body><script>self.note = parent.note<\\/script>${IN_FRAME.replaceAll('</', '<\\/')}\`);
      frame.contentDocument.close();`),
    marks: DONE,
  },
  'stub: of a frame, called by the page around it': {
    library: 'maps',
    body: inline(`const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow.note = note;
      frame.contentDocument.body.append(Object.assign(frame.contentDocument.createElement('script'), { src: 'LIB' }));`),
    act: 'void new frame.contentWindow.google.maps.Map(1)',
    marks: ['library'],
    gated: DONE,
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
