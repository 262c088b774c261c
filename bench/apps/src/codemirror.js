/** @file An editor: writes two hundred lines, selects, scrolls, and replaces all. */
import { EditorView, basicSetup } from 'codemirror';

const view = new EditorView({ extensions: [basicSetup], parent: document.getElementById('app') });
view.dom.style.height = '400px';

const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

globalThis.play = async () => {
  for (let line = 0; line < 200; line += 1) {
    const from = view.state.doc.length;
    view.dispatch({ changes: { from, insert: `line ${line}: some (text) of [a] {program}\n` } });
    if (line % 20 === 0) await drawn();
  }
  for (let turn = 0; turn < 20; turn += 1) {
    const anchor = Math.floor((view.state.doc.length * turn) / 20);
    view.dispatch({ selection: { anchor, head: anchor + 10 }, scrollIntoView: true });
    await drawn();
  }
  view.dispatch({ changes: { from: 0, to: view.state.doc.length } });
  await drawn();
};
