/** @file Navigation in an app: goes through three pages of thirty paragraphs and links each, forty times. */
import { createApp, h } from 'vue';
import { RouterLink, RouterView, createRouter, createWebHashHistory } from 'vue-router';

const page = (name) => () => [
  h('h1', name),
  ...Array.from({ length: 30 }, (_, n) =>
    h('p', [`${name} ${n} `, h(RouterLink, { to: `/${n % 3}` }, () => 'more')]),
  ),
];
const routes = ['one', 'two', 'three'].map((name, n) => ({
  path: `/${n}`,
  component: { render: page(name) },
}));
const router = createRouter({ history: createWebHashHistory(), routes });

createApp(() => h(RouterView))
  .use(router)
  .mount('#app');

globalThis.play = async () => {
  for (let turn = 0; turn < 40; turn += 1) {
    await router.push(`/${turn % 3}`);
    await new Promise((done) => setTimeout(done));
  }
};
