/** @file The libraries of the rows: a domain of a vendor, and the globals that its script defines. */

/** @typedef {{ domain: string, code: string, config?: object }} Library */

/** @type {Record<string, Library>} */
export const LIBRARIES = {
  maps: {
    domain: 'maps.googleapis.com',
    code: `note('library');
      window.google = window.google || {};
      google.maps = {
        Map: class { #of; constructor(of) { this.#of = of; note('map'); } setZoom(to) { note('zoom ' + to + (this.#of ? '' : '?')); } },
        Marker: class { constructor({ map }) { note(map instanceof google.maps.Map ? 'marker' : 'marker?'); } },
        LatLng: class { constructor(lat) { this.lat = lat; } },
        event: { addListener(of, type, then) { note('listens'); then(); } },
        importLibrary: (name) => Promise.resolve({ Map: google.maps.Map, name }),
      };`,
  },
  recaptcha: {
    domain: 'recaptcha.net',
    // Like the real one: a first file with `ready`, and the rest later.
    code: `note('library');
      window.grecaptcha = { ready: (then) => setTimeout(() => {
        grecaptcha.execute = (key, { action } = {}) => Promise.resolve('token of ' + action);
        grecaptcha.render = () => { note('render'); return 0; };
        then();
      }) };`,
  },
  // Its second file, too, has everything except `ready`.
  enterprise: {
    domain: 'recaptcha.net',
    code: `note('library');
      window.grecaptcha = { enterprise: { ready: (then) => setTimeout(() => {
        grecaptcha.enterprise.execute = (key, { action }) => Promise.resolve('token of ' + action);
        grecaptcha.enterprise.render = () => { note('render'); return 0; };
        then();
      }) } };`,
  },
  // Like the real one, `ready` throws if the script is async, as a released script is.
  turnstile: {
    domain: 'nel.cloudflare.com',
    config: { vendors: { 'cloudflare-turnstile': { consent: 'required' } } },
    code: `note('library');
      { const { async } = document.currentScript;
      window.turnstile = {
        ready(then) { if (async) throw new Error('remove async'); then(); },
        render(place, { callback }) { note('render ' + place); callback('token'); return 'w'; },
        reset: (id) => note('reset ' + id),
        getResponse: () => '',
      }; }`,
  },
  youtube: {
    domain: 'youtube.com',
    code: `note('library');
      if (!window.YT) window.YT = { loading: 1 };
      YT.ready = (then) => setTimeout(() => { YT.Player = class { constructor() { note('player'); } }; then(); });
      setTimeout(() => setTimeout(() => window.onYouTubeIframeAPIReady?.()));`,
  },
  hcaptcha: {
    domain: 'hcaptcha.com',
    config: { vendors: { hcaptcha: { consent: 'required' } } },
    code: `note('library'); window.hcaptcha = { render: () => note('render'), getResponse: () => '', execute: async () => 'token' };`,
  },
  stripe: {
    domain: 'js.stripe.com',
    config: { vendors: { stripe: { category: 'functional', consent: 'required' } } },
    code: `note('library'); window.Stripe = () => { note('stripe'); return { elements: () => note('elements') }; };`,
  },
};
