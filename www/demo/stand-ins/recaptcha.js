/** @file Stand-in for reCAPTCHA's loader: like the real one it inserts the engine and does nothing else. */
(() => {
  const engine = document.createElement('script');
  engine.async = true;
  engine.src = 'https://www.gstatic.com/recaptcha/releases/a1de40a0d0a726e0/recaptcha__en.js';
  const first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(engine, first);
})();
