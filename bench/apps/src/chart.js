/** @file Charts: draws three kinds of them, and changes their data five times. */
import Chart from 'chart.js/auto';

const app = document.getElementById('app');
const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const values = (seed) => Array.from({ length: 300 }, (_, n) => Math.sin(n * seed) * 50 + n);

globalThis.play = async () => {
  for (const type of ['line', 'bar', 'scatter']) {
    const canvas = app.appendChild(document.createElement('canvas'));
    const labels = values(1).map((_, n) => `${n}`);
    const data = { labels, datasets: [{ label: type, data: values(1) }] };
    const chart = new Chart(canvas, { type, data, options: { animation: false } });
    for (let turn = 2; turn < 7; turn += 1) {
      chart.data.datasets[0].data = values(turn);
      chart.update();
      await drawn();
    }
    chart.destroy();
    canvas.remove();
  }
};
