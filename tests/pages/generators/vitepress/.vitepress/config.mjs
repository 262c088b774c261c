/** @file A sample site with third-party tags that are common on sites. */
export default {
  title: 'Sample',
  head: [
    ['script', { async: '', src: 'https://vitepress-head.doubleclick.net/x.js?id=head' }],
    [
      'script',
      {},
      'window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("js", 1);',
    ],
  ],
};
