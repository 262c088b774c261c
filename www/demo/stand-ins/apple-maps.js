/** @file Stand-in for MapKit JS: the part of `mapkit` that the page uses, then the callback in its tag. */
window.mapkit = {
  Coordinate: class {
    constructor(latitude, longitude) {
      Object.assign(this, { latitude, longitude });
    }
  },
  Map: class {
    constructor(id) {
      const element = document.getElementById(id);
      element.style.background =
        'radial-gradient(ellipse at 45% 55%,#79b8de 0 34%,#0000 35%),#e9e4d4';
      element.textContent = 'Map by the stand-in for Apple Maps';
    }
  },
};
window[document.currentScript.dataset.callback]?.();
