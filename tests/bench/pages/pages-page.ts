import { formatValue } from '../report/figure.ts';
import { thisMachine } from '../report/machine.ts';

/** What a page costs the person who opens it, or may cost. */
export interface PageCost {
  readonly scriptKiB: number;
  readonly requests: number;
  /** Times as long as an empty page until it can be used. */
  readonly interactive: number;
}

export interface PagesFound {
  readonly rounds: number;
  /** Until an empty page can be used. */
  readonly emptyMs: number;
  /** By what they are for. */
  readonly budgets: Readonly<Record<string, PageCost>>;
  readonly measured: readonly { readonly name: string; readonly budget: PageCost; readonly cost: PageCost }[];
}

/** docs/benchmarks-pages.md: scripts, requests and time of each page. */
export function pagesPage({ rounds, emptyMs, budgets, measured }: PagesFound, postgres: string): string {
  const { processor, cores, memoryGiB, system } = thisMachine(postgres);
  return `# What pages cost the people who open them

One run of \`npm run bench -- --only pages\` on ${new Date().toISOString().slice(0, 10)}, on ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}. Each page is
opened by a browser without a cache, by someone who is not signed in: all scripts, gzipped; all requests; and the time from
the navigation until the first field is there and the browser's thread is free, divided by that of an empty page (${formatValue({ value: emptyMs, unit: 'ms' })}
here). Median of ${rounds}, opened in turns.

| page | scripts | requests | until usable / empty page |
| --- | ---: | ---: | ---: |
${Object.entries(budgets)
  .flatMap(([of, budget]) => [
    row(`budget of ${of}`, budget, 'under '),
    ...measured.filter((page) => page.budget === budget).map(({ name, cost }) => row(name, cost, '')),
  ])
  .join('\n')}

\`tests/browser/page-budget.test.ts\` fails when scripts or requests exceed their budget.
`;
}

const row = (name: string, { scriptKiB, requests, interactive }: PageCost, before: string): string => {
  const cells = [formatValue({ value: scriptKiB, unit: 'KiB' }), String(requests), interactive.toFixed(2)];
  return `| ${[name, ...cells.map((cell) => before + cell)].join(' | ')} |`;
};
