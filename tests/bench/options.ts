import path from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Names of the scenarios to run; empty: all of them. */
  readonly only: readonly string[];
  /** Everything once and briefly: shows that the bench works, its figures mean nothing. */
  readonly quick: boolean;
  /** Where the JSON goes. */
  readonly out: string;
  /** Where the page goes, if one is to be written. */
  readonly markdown: string | null;
  /** Where profiles go, if there are to be any: what each process and each statement spends its time on. */
  readonly profile: string | null;
  /** Messages of each fault, where providers fail; null: as many as usual. */
  readonly messages: number | null;
  /** Events of the log that is filled; null: as many as usual. */
  readonly events: number | null;
  /** Faults that providers are to have; empty: all of them. */
  readonly faults: readonly string[];
}

/** @throws Error naming an option that is none, or a scenario that is none */
export function readOptions(argv: readonly string[], scenarios: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: '.gatehouse/bench.json' },
      markdown: { type: 'string' },
      profile: { type: 'string' },
      messages: { type: 'string' },
      events: { type: 'string' },
      faults: { type: 'string', multiple: true, default: [] },
    },
  });
  const [only, faults] = [values.only, values.faults].map((lists) =>
    lists.flatMap((names) => names.split(',')).filter((name) => name !== ''),
  ) as [string[], string[]];
  const unknown = only.filter((name) => !scenarios.includes(name));
  if (unknown.length > 0) throw new Error(`No such scenario: ${unknown.join(', ')}. There are ${scenarios.join(', ')}`);
  return {
    only,
    quick: values.quick,
    out: path.resolve(values.out),
    markdown: values.markdown === undefined ? null : path.resolve(values.markdown),
    profile: values.profile === undefined ? null : path.resolve(values.profile),
    messages: values.messages === undefined ? null : wholeNumber(values.messages),
    events: values.events === undefined ? null : wholeNumber(values.events),
    faults,
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`Not a whole number below a billion: ${text}`);
  return Number(text);
}
