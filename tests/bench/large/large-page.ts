import type { distribution } from '../measure/statistics.ts';
import { thisMachine } from '../report/machine.ts';

export interface Compared {
  readonly name: string;
  readonly does: string;
  readonly ratio: number;
  /** The goal for it. */
  readonly atMost: number;
  /** Milliseconds. */
  readonly small: ReturnType<typeof distribution>;
  readonly large: ReturnType<typeof distribution>;
  readonly plans: { readonly small: string; readonly large: string };
}

interface Found {
  readonly people: number;
  readonly fewer: number;
  readonly rounds: number;
  /** Setting `shared_buffers`. */
  readonly shared: string;
  readonly postgres: string;
  readonly compared: readonly Compared[];
}

/** docs/benchmarks-large.md: the comparison, and the plans beside it. */
export const largePage = ({ people, fewer, rounds, shared, postgres, compared }: Found): string => `# Ten million people

\`npm run bench -- --only large\` fills one deployment with ${people.toLocaleString('en')} people and another with ${fewer.toLocaleString('en')}, on the same
PostgreSQL: all accounts, two events of each, and the codes, deliveries and counts that are left after the purges. Then
it runs the service’s own statements, in turns, ${rounds.toLocaleString('en')} times each (those that look for a part an eleventh as often), every time for somebody else, over one connection with the
service’s settings. What is compared is the time from call to answer, in milliseconds.

| statement | ${fewer.toLocaleString('en')} people, p50 (p90) | ${people.toLocaleString('en')} people, p50 (p90) | ratio of the medians | goal |
| --- | ---: | ---: | ---: | --- |
${compared.map(row).join('\n')}

${compared.map(({ name, does }) => `- **${name}**: ${does}.`).join('\n')}

The commit does not wait for the disk here (\`fsync = off\`): that wait is the same in both deployments and would hide what
differs. \`shared_buffers\` is ${shared}, which holds the tables that people are looked up in, and
they are read into it before: what is compared is the service on a machine that is large enough, not its disk. Measured on ${machineOf(postgres)}.

## Plans

Each as the service has it: planned for whatever the parameters are, second run on its connection.

${compared.map(plans).join('\n\n')}
`;

function machineOf(postgres: string): string {
  const { processor, cores, memoryGiB } = thisMachine(postgres);
  return `${processor} (${cores} cores, ${memoryGiB} GiB), PostgreSQL ${postgres}`;
}

const row = ({ name, small, large, ratio, atMost }: Compared): string =>
  `| ${name} | ${ms(small.p50)} (${ms(small.p90)}) | ${ms(large.p50)} (${ms(large.p90)}) | ${ratio.toFixed(2)} | at most ${atMost.toFixed(2)} |`;

const ms = (milliseconds: number): string => milliseconds.toFixed(2);

const plans = ({ name, plans: { small, large } }: Compared): string => `### ${name}

Among many:

\`\`\`
${large}
\`\`\`

Among few:

\`\`\`
${small}
\`\`\``;
