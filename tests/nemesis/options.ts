import path from 'node:path';
import { parseArgs } from 'node:util';
import { FAULT_KINDS } from './nemesis/nemesis.ts';

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Empty: every kind. */
  readonly faults: readonly string[];
  /** The major version: 18 comes from npm, others from Debian's folders. */
  readonly postgres: string;
  /** Lives at once. */
  readonly people: number;
  /** Sequences of faults at once. */
  readonly sequences: number;
  /** One fault at a time, and the next when the service works again: for recovery times that are of one fault alone. */
  readonly oneByOne: boolean;
  /** Proves the checker instead: breaks the product in ways that it must find. */
  readonly mutations: boolean;
  /** Of these mutations alone; empty: all of them. */
  readonly only: readonly string[];
  /** Where figures are kept as JSON, beside those of earlier runs. */
  readonly out: string;
  /** The page, if one is to be written. */
  readonly markdown: string | null;
  /** Keeps the folder of the run: logs and history. One with violations is kept in any case. */
  readonly keep: boolean;
}

/** @throws Error naming an option that is none, or a fault that is none */
export function readOptions(argv: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string' },
      faults: { type: 'string', multiple: true, default: [] },
      postgres: { type: 'string', default: '18' },
      people: { type: 'string', default: '16' },
      sequences: { type: 'string', default: '1' },
      'one-by-one': { type: 'boolean', default: false },
      mutations: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      out: { type: 'string', default: '.gatehouse/chaos.json' },
      markdown: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const faults = listOf(values.faults);
  const names = FAULT_KINDS.map(({ name }) => name);
  const unknown = faults.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`Unknown fault: ${unknown.join(', ')}. There are ${names.join(', ')}`);
  return {
    minutes: numberOf('minutes', values.minutes, 0.1, 600),
    seed: values.seed === undefined ? Date.now() % 1_000_000 : numberOf('seed', values.seed, 0, 2 ** 31),
    faults,
    postgres: String(numberOf('postgres', values.postgres, 15, 30)),
    people: numberOf('people', values.people, 1, 500),
    sequences: numberOf('sequences', values.sequences, 1, values['one-by-one'] ? 1 : 10),
    oneByOne: values['one-by-one'],
    mutations: values.mutations,
    only: listOf(values.only),
    out: path.resolve(values.out),
    markdown: values.markdown === undefined ? null : path.resolve(values.markdown),
    keep: values.keep,
  };
}

const listOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(',')).filter((name) => name !== '');

function numberOf(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!(number >= least && number <= most)) throw new Error(`--${name} must be a number from ${least} to ${most}`);
  return number;
}
