/** @file Stand-in for the Google tag of Ads: a click id and one conversion ping for each `config` in the queue. */
document.cookie = '_gcl_au=1.1.1066273445.1795219200; path=/; max-age=7776000';
for (const entry of window.dataLayer ?? []) {
  const [command, id] = Array.from(entry);
  if (command !== 'config' || !id.startsWith('AW-')) continue;
  new Image().src = `https://www.googleadservices.com/pagead/conversion/${id.slice(3)}/?label=view`;
}
