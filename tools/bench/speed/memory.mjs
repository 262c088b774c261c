/**
 * @file What a tool keeps in memory when it has started: script heap after a collection, and wasm memory.
 */

/** Notes the memory of every wasm instance. It runs before the page's own scripts. */
const NOTE = `(() => {
  const { Instance } = WebAssembly;
  self.wasm = [];
  WebAssembly.Instance = new Proxy(Instance, { construct(target, args) {
    const made = new target(...args);
    for (const it of Object.values(made.exports)) if (it instanceof WebAssembly.Memory) self.wasm.push(it);
    return made;
  } });
})()`;

/**
 * Opens a page whose memory can be read.
 * @param {import('playwright-core').Browser} browser @param {string} url
 */
export async function openNoted(browser, url) {
  const context = await browser.newContext();
  await context.addInitScript(NOTE);
  const tab = await context.newPage();
  await tab.goto(url, { waitUntil: 'load' });
  const session = await context.newCDPSession(tab);
  const memory = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const wasm = 'self.wasm.reduce((sum, it) => sum + it.buffer.byteLength, 0)';
    return usedSize + Number(await tab.evaluate(wasm));
  };
  return { tab, memory, close: () => context.close() };
}

/**
 * @param {import('playwright-core').Browser} browser @param {string} url
 * @returns {Promise<number>} bytes
 */
export async function memoryOf(browser, url) {
  const { memory, close } = await openNoted(browser, url);
  const bytes = await memory();
  await close();
  return bytes;
}
