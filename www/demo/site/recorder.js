/**
 * @file For the demo only: keeps the marks that every stand-in leaves when it runs. The table shows by them which code
 * ran, how often, and in which order. A cross-origin frame reports by message.
 */
window.__ran ??= [];
(() => {
  const waiting = new Set();
  window.__marked = () => {
    waiting.forEach((check) => check());
    dispatchEvent(new Event('demo:ran'));
  };
  window.__ranWhen = (id, count) =>
    new Promise((resolve) => {
      const check = () => {
        if (window.__ran.filter((mark) => mark.id === id).length < count) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  addEventListener('message', ({ data }) => {
    if (!data?.__ran) return;
    window.__ran.push(data.__ran);
    window.__marked();
  });
})();
