/**
 * @file A single-page app whose routes bring tags along and take them away again: a map on one, a tag that measures on
 * another. The app never asks for consent and waits for none. It writes what it would write without a gate, and what
 * needs a consent starts when there is one, if its route is still there.
 */
import { consentGate, ready } from 'consent-gate';
import { createElement as h, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';

const ROUTES = { '/': Home, '/map': Map, '/numbers': Numbers };

/** The path, which links and the browser's buttons change. */
function usePath() {
  const [path, setPath] = useState(location.hash.slice(1) || '/');
  useEffect(() => {
    const follow = () => setPath(location.hash.slice(1) || '/');
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return path;
}

/** Whether the visitor allows a category, now and after every change. @param {import('consent-gate').Category} category */
const useConsent = (category) =>
  useSyncExternalStore(subscribe, () => consentGate.state().categories[category]);

/** @param {() => void} changed */
function subscribe(changed) {
  document.addEventListener('consentgate:change', changed);
  return () => document.removeEventListener('consentgate:change', changed);
}

function App() {
  const path = usePath();
  const links = Object.keys(ROUTES).map((to) => h('a', { href: `#${to}`, key: to }, to));
  const choices = h('button', { id: 'choices', onClick: () => consentGate.open() }, 'Your privacy');
  return h('main', null, h('nav', null, links, choices), h(ROUTES[path] ?? Home));
}

function Home() {
  return h('h1', null, 'Home');
}

/** The gate holds the frame and shows a placeholder; both disappear with the route. */
function Map() {
  const src = 'https://www.google.com/maps/embed?pb=1';
  return h(
    'section',
    null,
    h('h1', null, 'Map'),
    h('iframe', { src, title: 'Map', width: 600, height: 400 }),
  );
}

/** A tag that the route brings along. One that still waits when the route is left still counts as inserted. */
function Numbers() {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const measured = useConsent('analytics');
  useEffect(() => {
    const script = document.createElement('script');
    script.src = 'https://www.clarity.ms/tag/example';
    place.current?.append(script);
    return () => script.remove();
  }, []);
  return h(
    'section',
    { ref: place },
    h('h1', null, 'Numbers'),
    h('p', null, measured ? 'Measured.' : 'Not measured.'),
  );
}

const root = document.getElementById('root');
if (root) void ready.then(() => createRoot(root).render(h(App)));
