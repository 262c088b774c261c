/** @file A sample site with third-party tags that are common on sites. */
export default {
  title: 'Sample',
  url: 'https://sample.test',
  baseUrl: '/',
  onBrokenLinks: 'ignore',
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false, theme: {} }]],
  headTags: [
    {
      tagName: 'script',
      attributes: { async: 'true', src: 'https://docusaurus-head.doubleclick.net/x.js?id=head' },
    },
    {
      tagName: 'script',
      attributes: {},
      innerHTML:
        'window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("js", 1);',
    },
  ],
};
