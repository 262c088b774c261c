/** @file Loaders that exchange messages with a frame. */

/** The frame's part of Vimeo's protocol, as much as the loader needs. */
const VIMEO = `<!doctype html><title>player</title><script>
  const tell = (message) => parent.postMessage(message, "*");
  addEventListener("message", ({ data: { method } }) => tell({ method, value: "title" }));
  tell({ event: "ready", data: {} });
</script>`;

const VIDEO = 'https://player.vimeo.com/video/1';

/** Counts the frame's `load` events that the page receives. */
const HEARD =
  'document.addEventListener("load", ({ target }) => target.localName === "iframe" && note("load"), true);';

/** @type {Record<string, import("./play.mjs").Loader>} */
export const FRAMES = {
  '@vimeo/player on a frame of the markup': {
    static: true,
    code: `
      import Player from "@vimeo/player";
      new Player("video").getVideoTitle().then(note);`,
    body: `<iframe id="video" src="${VIDEO}"></iframe>`,
    vendor: { [VIDEO]: VIMEO },
    notes: ['title'],
  },
  '@vimeo/player on a frame that is inserted': {
    code: `
      import Player from "@vimeo/player";
      const frame = document.body.appendChild(Object.assign(document.createElement("iframe"), { src: "${VIDEO}" }));
      const player = new Player(frame);
      player.ready().then(() => note([frame.src, frame.dataset.ready]));`,
    vendor: { [VIDEO]: VIMEO },
    notes: [[VIDEO, 'true']],
  },
  'lite-youtube-embed: a frame on a click': {
    code: `
      import "lite-youtube-embed";
      ${HEARD}
      const video = document.querySelector("lite-youtube");
      video.addEventListener("click", () => document.activeElement.localName === "iframe" || note("no focus"));
      video.click();`,
    body: '<lite-youtube videoid="v"></lite-youtube>',
    vendor: { 'https://www.youtube-nocookie.com/embed/v': '<!doctype html><title>player</title>' },
    notes: ['load'],
  },
};
