/** @file Parts of the pages of `rows.mjs` and `stubs.mjs`. */

export const LIB = '<script src="LIB"></script>';
export const OWN = '<script src="/js/init.js"></script>';
export const DIV = '<div id="map"></div><button id="menu">menu</button>';
export const MAP = "new google.maps.Map(document.getElementById('map'));";
export const MENU = "document.getElementById('menu').onclick = () => note('menu');";
export const CLICK = "document.getElementById('menu').click()";
export const NAMED = { dependents: ['/js/init.js'] };
export const FOR_MAPS = { dependents: [{ src: '/js/init.js', vendor: 'google-maps' }] };

/** @param {string} code @param {string} [attributes] */
export const inline = (code, attributes = '') => `<script ${attributes}>${code}</script>`;

export const MODULE = 'type="module"';
export const DONE = ['library', 'map'];
