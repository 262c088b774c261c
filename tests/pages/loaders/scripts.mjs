/**
 * @file Loaders that insert a script: the site's use of each, and the least that the vendor's script must do so that
 * the loader continues. Nothing here is code of a vendor.
 */
import { javascript } from '../support/stand_ins.mjs';

/** Any script of a vendor, for loaders that load any URL. */
const PIXEL = 'https://connect.facebook.net/en_US/fbevents.js';
const TAG = 'https://www.clarity.ms/tag/p';

/** The site's config for a vendor that is not in the table. */
const HCAPTCHA = { domains: ['hcaptcha.com'], category: 'functional', consent: 'required' };

/** @type {Record<string, import("./play.mjs").Loader>} */
export const SCRIPTS = {
  '@googlemaps/js-api-loader: promise of a library, callback named in the URL': {
    code: `
      import { importLibrary, setOptions } from "@googlemaps/js-api-loader";
      setOptions({ key: "k" });
      importLibrary("maps").then(({ Map }) => note(new Map().kind));`,
    vendor: {
      'https://maps.googleapis.com/maps/api/js': javascript(`
        google.maps.importLibrary = async (name) => ({ Map: class { kind = "map of " + name } });
        google.maps.__ib__();`),
    },
    notes: ['map of maps'],
  },
  '@microsoft/clarity: queue in a stub, insertBefore the first script': {
    code: `
      import clarity from "@microsoft/clarity";
      clarity.init("p");
      clarity.setTag("page", "home");
      clarity.event("opened");`,
    vendor: {
      [TAG]: javascript('for (const [...call] of clarity.q) note(call);'),
    },
    notes: [
      ['set', 'page', 'home'],
      ['event', 'opened'],
    ],
  },
  'react-ga4 in React: data layer, hit callback': {
    code: `
      import { useEffect } from "react";
      import { createRoot } from "react-dom/client";
      import analytics from "react-ga4";
      function App() {
        useEffect(() => {
          analytics.initialize("G-1");
          analytics.gtag("event", "signup", { event_callback: () => note("hit") });
        }, []);
        return <p>site</p>;
      }
      createRoot(document.getElementById("root")).render(<App />);`,
    body: '<div id="root"></div>',
    vendor: {
      'https://www.googletagmanager.com/gtag/js': javascript(`
        for (const [command, name, options] of dataLayer) {
          note([command, name instanceof Date ? "date" : name]);
          options?.event_callback?.();
        }`),
    },
    notes: [['js', 'date'], ['config', 'G-1'], ['event', 'signup'], 'hit'],
  },
  '@stripe/stripe-js, which this site asks about: load listener, global': {
    config: { vendors: { stripe: { category: 'functional', consent: 'required' } } },
    code: `
      import { loadStripe } from "@stripe/stripe-js";
      loadStripe("pk_test_1").then(({ key, loader }) => note([key, loader]));`,
    vendor: {
      'https://js.stripe.com/endive/stripe.js': javascript(`
        self.Stripe = (key) => ({ key, _registerWrapper({ name }) { this.loader = name; } });
        Stripe.version = "endive";`),
    },
    notes: [['pk_test_1', 'stripe-js']],
  },
  'react-gtm-module: inline script that inserts a container, which inserts a tag': {
    code: `
      import manager from "react-gtm-module";
      manager.initialize({ gtmId: "GTM-1", dataLayer: { page: "home" } });`,
    vendor: {
      'https://www.googletagmanager.com/gtm.js': javascript(`
        note(dataLayer.map((entry) => entry.event ?? entry.page));
        document.head.append(Object.assign(document.createElement("script"), {
          src: "https://www.google-analytics.com/analytics.js",
          onload: () => note("tag loaded"),
        }));`),
      'https://www.google-analytics.com/analytics.js': javascript('note("tag");'),
    },
    notes: [['home', 'gtm.js'], 'tag', 'tag loaded'],
  },
  'youtube-player: global callback, player made by the vendor in a frame': {
    code: `
      import open from "youtube-player";
      open("player", { videoId: "v" }).getDuration().then(note);`,
    body: '<div id="player"></div>',
    vendor: {
      'https://www.youtube.com/iframe_api': javascript(`
        self.YT = {
          Player: class {
            constructor(id, { events }) {
              const src = "https://www.youtube.com/embed/v";
              const frame = Object.assign(document.createElement("iframe"), { src });
              frame.onload = () => events.onReady({ target: this });
              document.getElementById(id).replaceWith(frame);
            }
            getDuration() {
              return 42;
            }
          },
        };
        onYouTubeIframeAPIReady();`),
      'https://www.youtube.com/embed/v': '<!doctype html><title>player</title>',
    },
    notes: [42],
  },
  'react-google-recaptcha: component behind a script, callback from a second script': {
    code: `
      import { createRoot } from "react-dom/client";
      import Captcha from "react-google-recaptcha";
      createRoot(document.getElementById("root")).render(<Captcha sitekey="k" onChange={note} />);`,
    body: '<div id="root"></div>',
    vendor: {
      'https://www.google.com/recaptcha/api.js': javascript(`
        document.head.append(Object.assign(document.createElement("script"), {
          src: "https://www.gstatic.com/recaptcha/releases/r/recaptcha__en.js",
        }));`),
      'https://www.gstatic.com/recaptcha/releases/r/recaptcha__en.js': javascript(`
        self.grecaptcha = { render: (_, { callback, sitekey }) => callback("token of " + sitekey) };
        onloadcallback();`),
    },
    notes: ['token of k'],
  },
  '@hcaptcha/loader, which this site names: crossorigin, URL written twice, onload and callback': {
    config: { vendors: { hcaptcha: HCAPTCHA } },
    code: `
      import { hCaptchaLoader } from "@hcaptcha/loader";
      hCaptchaLoader({ sentry: false }).then(({ id }) => note(id));`,
    vendor: {
      'https://js.hcaptcha.com/1/api.js': javascript(`
        self.hcaptcha = { id: "h" };
        hCaptchaOnLoad();`),
    },
    notes: ['h'],
  },
  'scriptjs: two vendors and the site, one callback': {
    code: `
      import load from "scriptjs";
      load(["${PIXEL}", "${TAG}", "/x.js?id=own"], () => note(document.title));`,
    vendor: {
      [PIXEL]: javascript('document.title += " pixel";'),
      [TAG]: javascript('document.title = document.title.replace("test", "tested");'),
    },
    notes: ['tested pixel'],
  },
  'scriptjs.order: one after another': {
    code: `
      import load from "scriptjs";
      load.order(["${PIXEL}", "${TAG}"], "both", () => note("both"));
      load.ready("both", () => note("ready"));`,
    vendor: {
      [PIXEL]: javascript('note("pixel");'),
      [TAG]: javascript('note("tag");'),
    },
    notes: ['pixel', 'tag', 'both', 'ready'],
  },
  'load-script: attributes, async off, onload with this': {
    code: `
      import load from "load-script";
      load("${PIXEL}", { async: false, attrs: { id: "pixel", "data-a": "1" } }, (error, script) => {
        note([error, script.outerHTML, script.onload, script.async]);
      });`,
    vendor: { [PIXEL]: javascript('note(document.currentScript.id);') },
    notes: [
      'pixel',
      [
        null,
        `<script type="text/javascript" charset="utf8" src="${PIXEL}" id="pixel" data-a="1"></script>`,
        null,
        false,
      ],
    ],
  },
  'load-script: error': {
    code: `
      import load from "load-script";
      load("${PIXEL}", (error) => note(error.message));`,
    vendor: { [PIXEL]: { status: 404 } },
    notes: [`Failed to load ${PIXEL}`],
  },
  'jquery: getScript': {
    code: `
      import $ from "jquery";
      $.getScript({ url: "${PIXEL}", cache: true }).then((_, status) => note(status));`,
    vendor: { [PIXEL]: javascript('note("ran");') },
    notes: ['ran', 'success'],
  },
  'jquery: a tag within markup': {
    code: `
      import $ from "jquery";
      $("body").append('<p><script src="${PIXEL}"></scr' + 'ipt></p>');`,
    vendor: { [PIXEL]: javascript('note("ran");') },
    notes: ['ran'],
  },
  'requirejs: a module that names itself by the running script': {
    first: ['requirejs/require.js'],
    code: `
      require.config({ paths: { tag: "${TAG}?" } });
      require(["tag"], (tag) => note(tag.name));`,
    vendor: { [TAG]: javascript('define({ name: "tag" });') },
    notes: ['tag'],
  },
};
