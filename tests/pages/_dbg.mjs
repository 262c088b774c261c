import { startWorld } from "./support/browser.mjs";
const world = await startWorld();
const hosts = world.hosts();
const code = process.argv[2] ?? "";
const head = process.argv[3] ?? "";
await world.visit({ head, body: `<script>var u="https://${hosts.tracked}/x.js", f="https://${hosts.tracked}/x.html";</script>` + (process.argv[4] ?? ""), site: hosts.site }, async (v) => {
  v.page.on('console', m => console.log('CONSOLE', m.type(), m.text()));
  await v.idle();
  console.log('errors', v.errors);
  if (code) console.log(await v.run(code).catch(e => e.message));
  await v.idle();
  console.log('errors', v.errors);
  console.log('requests', JSON.stringify(world.log.requests(hosts.tracked)));
});
await world.close();
