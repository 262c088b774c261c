/** @file Packages that request nothing which needs consent. They run with the gate as without it, from the start. */
import { javascript } from '../support/stand_ins.mjs';

/** @type {Record<string, import("./play.mjs").Loader>} */
export const FREE = {
  '@sentry/browser in the site’s bundle, reporting to the site': {
    free: true,
    code: `
      import { captureMessage, flush, init } from "@sentry/browser";
      init({ dsn: location.origin.replace("://", "://k@") + "/1", tunnel: "/reports" });
      captureMessage("opened");
      flush().then(note);`,
    vendor: {},
    notes: [true],
  },
  '@stripe/stripe-js, exempt by the table': {
    free: true,
    code: `
      import { loadStripe } from "@stripe/stripe-js";
      loadStripe("pk_test_1").then(({ key }) => note(key));`,
    vendor: {
      'https://js.stripe.com/endive/stripe.js': javascript(
        'self.Stripe = (key) => ({ key }); Stripe.version = "endive";',
      ),
    },
    notes: ['pk_test_1'],
  },
  'scriptjs on the site and on a host that no table knows': {
    free: true,
    code: `
      import load from "scriptjs";
      load.order(["/x.js?id=a", "https://cdn.example-cdn.test/x.js", "/x.js?id=c"], () => note("all"));`,
    vendor: { 'https://cdn.example-cdn.test/x.js': javascript('note("cdn");') },
    notes: ['cdn', 'all'],
  },
  'a chunk of the site by import()': {
    free: true,
    code: 'import("/chunk.js").then(({ name }) => note(name));',
    site: { '/chunk.js': 'export const name = "chunk";' },
    vendor: {},
    notes: ['chunk'],
  },
};
