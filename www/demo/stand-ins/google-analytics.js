/** @file Stand-in for the Google tag of Analytics: a client id and one page view for each `config` in the queue. */
document.cookie = '_ga=GA1.1.1066273445.1795219200; path=/; max-age=63072000';
for (const entry of window.dataLayer ?? []) {
  const [command, id] = Array.from(entry);
  if (command !== 'config' || !id.startsWith('G-')) continue;
  const hit = `https://region1.google-analytics.com/g/collect?v=2&tid=${id}&en=page_view`;
  void fetch(hit, { method: 'POST', mode: 'no-cors', keepalive: true });
}
