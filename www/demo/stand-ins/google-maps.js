/** @file Stand-in for the Maps JavaScript API: the part of `google.maps` that the page uses. */
window.google = {
  ...window.google,
  maps: {
    Map: class {
      constructor(element, options) {
        this.options = options;
        element.style.background =
          'radial-gradient(circle at 60% 45%,#8fc7e8 0 22%,#0000 23%),' +
          'repeating-linear-gradient(35deg,#fff9 0 3px,#0000 3px 46px),#d7e8cb';
        element.textContent = 'Map by the stand-in for Google Maps';
        // The page's inline script has reached this line: its run is marked here, so that the snippet stays unchanged.
        window.__ran.push({ id: 'google-maps-inline' });
        window.__marked();
      }
      getCenter() {
        return this.options.center;
      }
    },
    Marker: class {},
  },
};
