/**
 * @file The site that React renders on the server and hydrates in the browser, as source for esbuild. The gate must not
 * change anything in it that breaks the hydration.
 */

/** The part of the page that both forms have. */
const APP = `
  import { useEffect, useState } from "react";
  function App({ host }) {
    const [count, setCount] = useState(0);
    const url = (id, ending = "js") => "https://" + host + "/" + id + "." + ending + "?id=" + id;
    useEffect(() => { note("effect " + count); }, [count]);
    return <main>
      <h1>site</h1>
      <iframe id="frame" title="video" src={url("frame", "html")} allowFullScreen />
      <p>between</p>
      <script id="blocking" src={url("blocking")} />
      <script id="typed" type="text/javascript" src={url("typed")} data-a="1" />
      <script id="module" type="module" src={url("module")} />
      <script async src={url("async")} />
      <script id="own" data-consent="analytics" dangerouslySetInnerHTML={{ __html: 'note("own");' }} />
      <iframe id="lazy" title="map" loading="eager" src={url("lazy", "html")} />
      <button onClick={() => setCount(count + 1)}>{count}</button>
    </main>;
  }`;

/** The whole document as one React tree, including the gate's tag. */
const PAGE = `${APP}
  function Page({ host, gate, head }) {
    return <html lang="en">
      <head>
        {gate && <script src="/consent-gate.js" />}
        <title>test</title>
        <script dangerouslySetInnerHTML={{ __html: head }} />
      </head>
      <body>
        <App host={host} />
        <script dangerouslySetInnerHTML={{ __html: "before();" }} />
        <script src="/bundle.js" />
      </body>
    </html>;
  }`;

const HEARING = 'onRecoverableError: (error) => note("recoverable " + error.message)';

/**
 * The server's code, the browser's code (`props` is a global there), and whether the inline script runs: one that React
 * makes in the browser does not.
 * @typedef {{ server: string, client: string, inline: boolean }} Form
 */

/** @type {Record<string, Form>} */
export const FORMS = {
  'hydration of a root': {
    server: `${APP} export const tree = (props) => <App {...props} />;`,
    client: `${APP} import { hydrateRoot } from "react-dom/client";
      hydrateRoot(document.getElementById("root"), <App {...props} />, { ${HEARING} });`,
    inline: true,
  },
  'hydration of the document': {
    server: `${PAGE} export const tree = (props) => <Page {...props} />;`,
    client: `${PAGE} import { hydrateRoot } from "react-dom/client";
      hydrateRoot(document, <Page {...props} />, { ${HEARING} });`,
    inline: true,
  },
  'rendering in the browser': {
    server: 'export const tree = () => null;',
    client: `${APP} import { createRoot } from "react-dom/client";
      createRoot(document.getElementById("root")).render(<App {...props} />);`,
    inline: false,
  },
};
