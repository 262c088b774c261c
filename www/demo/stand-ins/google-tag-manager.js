/** @file Stand-in for a container with two tags: Matomo for statistics, and Meta's pixel for advertising. */
(() => {
  const matomo = document.createElement('script');
  matomo.async = true;
  matomo.src = 'https://stats.paddle-network.example/matomo.js';
  document.head.appendChild(matomo);

  const pixel = document.createElement('script');
  pixel.async = true;
  pixel.src = 'https://connect.facebook.net/en_US/fbevents.js';
  const first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(pixel, first);
})();
