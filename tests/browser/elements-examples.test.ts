import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Browser } from 'playwright-core';
import { somebody } from '../support/api.js';
import { openBrowser } from '../support/open-browser.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

const EXAMPLES = path.resolve(import.meta.dirname, '../../docs/examples');
const read = (file: string) => readFileSync(path.join(EXAMPLES, file), 'utf8');
const compiler: typeof import('vue/compiler-sfc') = createRequire(import.meta.url)('vue/compiler-sfc');

/** What Vue's own plugins for bundlers do. */
const vue: Plugin = {
  name: 'vue',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.vue$/ }, ({ path: file }) => {
      const { descriptor } = compiler.parse(readFileSync(file, 'utf8'), { filename: file });
      const isCustomElement = (tag: string) => tag.startsWith('gatehouse-');
      const templateOptions = { compilerOptions: { isCustomElement } };
      return {
        contents: compiler.compileScript(descriptor, { id: 'page', inlineTemplate: true, templateOptions }).content,
      };
    }),
};

/** As a frontend's own build makes it. */
async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    conditions: ['source'],
    plugins: [vue],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  return outputFiles[0]?.text ?? '';
}

const page = (name: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8" /><title>Sign up</title><div id="root"></div><script type="module" src="/${name}.js"></script>`;

describe('the examples of components, on pages of another origin, with real mails', () => {
  let service: ServiceHarness;
  let browser: Browser;
  let site: Server;
  let origin: string;
  const files = new Map<string, { readonly type: string; readonly content: string }>();

  beforeAll(async () => {
    service = await ServiceHarness.open();
    const props = JSON.stringify({ service: service.api.url });
    const react = `
      import { createElement } from 'react';
      import { createRoot } from 'react-dom/client';
      import { SignUpPage } from ${JSON.stringify(path.join(EXAMPLES, 'elements-react/sign-up-page.jsx'))};
      createRoot(document.getElementById('root')).render(createElement(SignUpPage, ${props}));`;
    const inVue = `
      import { createApp } from 'vue';
      import SignUpPage from ${JSON.stringify(path.join(EXAMPLES, 'elements-vue/sign-up-page.vue'))};
      createApp(SignUpPage, ${props}).mount('#root');`;
    const html = read('elements-html/index.html').replaceAll('http://127.0.0.1:3000', service.api.url);
    files.set('/html', { type: 'text/html', content: html });
    for (const [name, entry] of [
      ['react', react],
      ['vue', inVue],
    ] as const) {
      files.set(`/${name}`, { type: 'text/html', content: page(name) });
      files.set(`/${name}.js`, { type: 'text/javascript', content: await bundle(entry) });
    }
    site = createServer(({ url = '' }, response) => {
      const { type = 'text/plain', content = '' } = files.get(url) ?? {};
      response.setHeader('Content-Type', type).end(content);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    await service.db.sql`update gatehouse.applications set allowed_origins = ${[origin]} where slug = 'default'`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
    await service.close();
  });

  it.each(['html', 'react', 'vue'])('%s: somebody signs up and is welcomed', async (name) => {
    const person = somebody();
    const shown = await browser.newPage({ locale: 'en' });
    const complaints: string[] = [];
    shown.on('pageerror', ({ message }) => complaints.push(message));
    await shown.goto(`${origin}/${name}`);
    await shown.getByText('By signing up, you accept our terms.').waitFor();
    await shown.getByLabel('Email address').fill(person.email);
    await shown.getByLabel('First name').fill('Ada');
    await shown.getByLabel('Password').fill(person.password);
    await shown.getByRole('button', { name: 'Create account' }).click();
    await shown.getByLabel('Code', { exact: true }).fill(codeIn(await service.mailTo(person)) ?? '');
    await shown.getByText(`Welcome, ${person.email}.`).waitFor();
    expect(complaints).toEqual([]);
    await shown.close();
  });
});
