import { once } from 'node:events';
import { auditEntries } from '@gatehouse/applications/contract';
import { PLATFORM } from '@gatehouse/platform/container';
import { Command, InvalidArgumentError } from 'commander';
import { type Operator, Refused, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface AuditOptions {
  readonly application?: string;
  readonly after?: string;
}

/** `gatehouse audit`: the log as NDJSON, for scripts and archives. */
export const auditCommand = (terminal: Terminal): Command =>
  new Command('audit')
    .description('Prints the audit log as NDJSON, oldest entry first')
    .option('--application <slug>', 'only this application; all by default')
    .option('--after <position>', 'only entries after this position', position)
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse audit > audit.ndjson
  $ gatehouse audit --application shop
  $ gatehouse audit --after "$(tail -1 audit.ndjson | grep -o '"position":"[0-9]*"' | grep -o '[0-9]*')" >> audit.ndjson`,
    )
    .action((options: AuditOptions) => withOperator(terminal, (operator) => print(terminal, operator, options)));

async function print(terminal: Terminal, operator: Operator, { application, after }: AuditOptions): Promise<void> {
  if (application !== undefined) await operator.mustExist(application);
  const wanted = { after: after ?? null, applications: application === undefined ? ('all' as const) : null };
  const queries = operator.container.get(PLATFORM.queryBus);
  const entries = await auditEntries(queries, wanted, operator.context(application ?? 'default'));
  if (!entries.ok) throw new Refused(entries.error);
  for await (const batch of entries.value) {
    const lines = batch.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (!terminal.output.write(lines)) await once(terminal.output, 'drain');
  }
}

function position(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('Must be the position of an entry.');
  return text;
}
