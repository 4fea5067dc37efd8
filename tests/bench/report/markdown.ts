import { type Figure, formatGoal, formatValue } from './figure.ts';
import type { Report } from './report.ts';
import { verdictOf } from './table.ts';

/** What people have written between these two is kept when the page is written again, and stays below the table. */
const KEPT = /^<!-- kept -->\n[\s\S]*?\n<!-- end of kept -->$/gm;

/**
 * A page such as docs/benchmarks.md: one run's table, how it was made and on what, and what each row means.
 * @param earlier the page that is there already, whose title and kept paragraphs it takes
 */
export function markdownPage(
  { startedAt, seconds, command, quick, machine, figures, remarks }: Report,
  earlier: string | null,
): string {
  const title = /^# (.+)$/m.exec(earlier ?? '')?.[1] ?? 'Benchmarks';
  const below = [...remarks, ...(earlier?.match(KEPT) ?? [])].map((paragraph) => `${paragraph}\n\n`).join('');
  return `# ${title}

One run of \`${command}\`, which ${quick ? '**was a quick one, so its figures mean nothing,** ' : ''}took ${Math.round(seconds / 60)} minutes on ${startedAt.slice(0, 10)}. It starts PostgreSQL, API, worker
and sandbox as production does (fsync on, every setting at its default but \`HASH_PRIORITY=idle\`, logs at \`info\` written to a file), loads them
from the same machine over loopback, prints this table and writes every detail as JSON to \`.gatehouse/bench.json\`.

| machine | |
| --- | --- |
| processor | ${machine.processor}, ${machine.cores} cores |
| memory | ${machine.memoryGiB} GiB |
| system | ${machine.system} |
| Node | ${machine.node} |
| PostgreSQL | ${machine.postgres} |

Load, service and database share these cores. Absolute figures go with the machine; the ratios are of figures taken
moments apart in the same run, and are what to compare.

| figure | measured | goal | |
| --- | ---: | --- | --- |
${figures.map(row).join('\n')}

${below}## What the rows mean

${figures.map(({ name, meaning }) => `- **${name}.** ${meaning}`).join('\n')}

## Running it

\`\`\`
npm run bench                                # everything
npm run bench -- --only latency,profile-reads
npm run bench -- --quick                     # does it work? The figures mean nothing
npm run bench -- --out figures.json
npm run bench -- --markdown docs/benchmarks.md
\`\`\`

Nothing else should run on the machine meanwhile: the details say how much of it others had.
`;
}

const row = (figure: Figure): string =>
  `| ${[figure.name, formatValue(figure), formatGoal(figure), verdictOf(figure)].join(' | ')} |`;
