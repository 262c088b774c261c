/**
 * @file Libraries that insert markup, compare it with the document, or move it. Held tags in it are held, and these
 * libraries read them as they wrote them.
 */
import { html, javascript } from '../support/stand_ins.mjs';

const PIXEL = 'https://connect.facebook.net/en_US/fbevents.js';
const TAG = 'https://www.clarity.ms/tag/p';

const RAN = { [PIXEL]: javascript('note("pixel");') };

/** @type {Record<string, import("./play.mjs").Loader>} */
export const MARKUP = {
  'react-helmet-async: compares its tags by isEqualNode at every rendering': {
    alias: { react: 'react-18', 'react-dom': 'react-dom-18' },
    late: true,
    code: `
      import { useEffect, useState } from "react";
      import { createRoot } from "react-dom/client";
      import { Helmet, HelmetProvider } from "react-helmet-async";
      function App() {
        const [count, setCount] = useState(0);
        useEffect(() => {
          const next = () => requestAnimationFrame(() => (count < 3 ? setCount(count + 1) : ready()));
          requestAnimationFrame(next);
        }, [count]);
        return <HelmetProvider>
          <Helmet><title>{"title " + count}</title><script src="${PIXEL}" /></Helmet>
        </HelmetProvider>;
      }
      createRoot(document.getElementById("root")).render(<App />);`,
    body: '<div id="root"></div>',
    vendor: RAN,
    notes: ['pixel'],
  },
  '@hotwired/turbo: the next page’s head and body, made anew': {
    late: true,
    code: `
      import * as Turbo from "@hotwired/turbo";
      addEventListener("turbo:load", () => location.pathname === "/next" && ready());
      addEventListener("load", () => Turbo.visit("/next")); // The other scripts of the page have run by then.`,
    site: {
      '/next':
        html(`<!doctype html><html lang="en"><head><title>next</title><script src="${TAG}"></script></head>
        <body><p>next</p><script src="${PIXEL}"></script></body></html>`),
    },
    vendor: { ...RAN, [TAG]: javascript('note("tag");') },
    notes: ['tag', 'pixel'],
  },
  'htmx: a part of a page with a tag in it': {
    late: true,
    code: `
      import htmx from "htmx.org";
      htmx.ajax("GET", "/part", { target: "#part", swap: "innerHTML" }).then(ready);`,
    body: '<div id="part"></div>',
    site: { '/part': html(`<p>part</p><script src="${PIXEL}"></script>`) },
    vendor: RAN,
    notes: ['pixel'],
  },
  'morphdom: the same tag around a text that changes': {
    late: true,
    static: true,
    code: `
      import morph from "morphdom";
      document.addEventListener("readystatechange", () => {
        const part = document.getElementById("part");
        const script = part.lastChild;
        morph(part, part.outerHTML.replace("<p>old", "<p>new"));
        self.morphed = [part.lastChild === script, part.textContent, script.outerHTML.length];
        ready();
      }, { once: true });`,
    body: `<div id="part"><p>old</p><script defer src="${PIXEL}"></script></div>`,
    vendor: { [PIXEL]: javascript('note(morphed);') },
    notes: [[true, 'new', `<script defer="" src="${PIXEL}"></script>`.length]],
  },
};
