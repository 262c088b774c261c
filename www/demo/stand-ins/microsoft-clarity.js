/** @file Stand-in for Clarity's tag: a visitor id, and the recorder that it inserts. */
(() => {
  document.cookie = '_clck=a1de40%7C2%7Cg0a%7C0%7C26; path=/; max-age=31536000';
  const recorder = document.createElement('script');
  recorder.async = true;
  recorder.src = 'https://scripts.clarity.ms/0.8.40/clarity.js';
  document.head.appendChild(recorder);
})();
