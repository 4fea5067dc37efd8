import type { Command, CommandBus, CommandContext, Result } from '@gatehouse/kernel';
import type { Metrics } from '../metrics/index.js';

/** Counts every command by its outcome: `ok`, `replayed`, the refusal's code, or `fault`. */
export class MeasuredCommandBus implements CommandBus {
  constructor(
    private readonly inner: CommandBus,
    private readonly metrics: Metrics,
  ) {}

  async execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    let outcome = 'fault';
    try {
      const result = await this.inner.execute(command, context);
      outcome = context.repeatable?.isReplayed ? 'replayed' : outcomeOf(result);
      return result;
    } finally {
      this.metrics.commands.inc({ command: command.constructor.name, outcome });
    }
  }
}

function outcomeOf(result: unknown): string {
  const { ok, error } = result as Result<unknown, { readonly code: string }> & { error?: { readonly code: string } };
  return ok ? 'ok' : (error?.code ?? 'refused');
}
