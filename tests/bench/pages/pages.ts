import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { inRounds } from '../measure/in-rounds.ts';
import { median } from '../measure/statistics.ts';
import { CannotMeasure } from '../open-bench.ts';
import type { Figure, Goal } from '../report/figure.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { loadPage, type PageLoad } from './page-load.ts';
import { type PageCost, pagesPage } from './pages-page.ts';

const ROUNDS = 9;
const EMPTY = '<!doctype html><html lang="en"><title>Empty</title><main>Nothing</main></html>';

/** What the components weigh, with a language; tests/browser/elements-bundle.test.ts holds that too. */
const HOSTED: PageCost = { scriptKiB: 60, requests: 8, interactive: 5 };
const CONSOLE: PageCost = { scriptKiB: 200, requests: 12, interactive: 12 };
const FIELD = 'main input, main [part~=submit]';

/** Each page as somebody who is not signed in opens it first. */
const PAGES = {
  '/sign-up': { ready: FIELD, budget: HOSTED },
  '/sign-in': { ready: FIELD, budget: HOSTED },
  '/activate': { ready: FIELD, budget: HOSTED },
  '/reset': { ready: FIELD, budget: HOSTED },
  '/account': { ready: FIELD, budget: HOSTED },
  [`/email-undo#token=${'aB3-'.repeat(16)}`]: { ready: FIELD, budget: HOSTED },
  '/console': { ready: 'button[type=submit]', budget: CONSOLE },
} as const satisfies Record<string, { readonly ready: string; readonly budget: PageCost }>;

/** What pages cost the people who open them: scripts, requests, and the time until they can be used. */
export const pages: Scenario = {
  name: 'pages',
  run: async (bench) => {
    const { api } = await bench.deployment('prebuilt');
    const browser = await installedBrowser();
    const empty = await serveEmptyPage();
    try {
      return await measure(bench, browser, { api: api.url, empty: empty.url });
    } finally {
      await browser.close();
      empty.close();
    }
  },
};

async function measure(bench: Bench, browser: Browser, urls: { readonly api: string; readonly empty: string }) {
  const load = async () => {
    // In turns, so that a slow moment of the machine is nobody's.
    const empty = await loadPage(browser, { url: urls.empty, ready: 'main' });
    const loads: Record<string, PageLoad> = {};
    for (const [path, { ready }] of Object.entries(PAGES))
      loads[path] = await loadPage(browser, { url: `${urls.api}${path}`, ready });
    return { empty, loads };
  };
  // The first of all starts the browser's processes.
  await load();
  const rounds = await inRounds(bench.quick ? 1 : ROUNDS, load);
  const emptyMs = median(rounds.map(({ empty }) => empty.interactiveMs));
  const measured = Object.entries(PAGES).map(([path, { budget }]) => {
    const loads = rounds.flatMap(({ loads: { [path]: page } }) => page ?? []);
    return { name: path.split('#')[0] ?? path, budget, cost: costOf(loads, emptyMs) };
  });
  const found = {
    rounds: rounds.length,
    emptyMs,
    budgets: { 'hosted pages': HOSTED, 'the console': CONSOLE },
    measured,
  };
  const first: Figure = {
    name: 'an empty page, until it can be used',
    value: emptyMs,
    unit: 'ms',
    meaning: `A page of one paragraph, by a plain server on the same machine. Median of ${rounds.length}.`,
  };
  return {
    figures: [first, ...measured.flatMap(({ name, budget, cost }) => figuresOf(name, budget, cost, rounds.length))],
    details: { rounds },
    pages: { 'benchmarks-pages.md': pagesPage(found, bench.database.version) },
  };
}

const costOf = (loads: readonly PageLoad[], emptyMs: number): PageCost => ({
  scriptKiB: median(loads.map(({ scriptKiB }) => scriptKiB)),
  requests: median(loads.map(({ requests }) => requests)),
  interactive: median(loads.map(({ interactiveMs }) => interactiveMs)) / emptyMs,
});

function figuresOf(path: string, budget: PageCost, cost: PageCost, loads: number): Figure[] {
  const figure = (name: string, value: number, unit: Figure['unit'], goal: Goal, meaning: string): Figure => ({
    name: `${path}, ${name}`,
    value,
    unit,
    goal,
    meaning,
  });
  return [
    figure('scripts', cost.scriptKiB, 'KiB', { under: budget.scriptKiB }, 'All scripts of a first visit, gzipped.'),
    figure('requests', cost.requests, 'requests', { under: budget.requests }, 'All requests of a first visit.'),
    figure(
      'until it can be used / empty page',
      cost.interactive,
      'ratio',
      { under: budget.interactive },
      `From the navigation until its first field is there and the browser's thread is free, with nothing cached, in Chromium. Median of ${loads}, divided by that of the empty page.`,
    ),
  ];
}

async function serveEmptyPage(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(EMPTY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

function installedBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((program) => existsSync(program));
  if (executablePath === undefined) {
    throw new CannotMeasure('Chromium is not installed here: .ci/system-packages installs it');
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}
