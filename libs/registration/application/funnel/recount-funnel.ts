import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { RecountFunnel } from '../../contract/commands/recount-funnel.js';
import type { FunnelCounts } from '../ports/funnel-counts.js';

export class RecountFunnelHandler implements CommandHandler<RecountFunnel> {
  constructor(private readonly ports: { readonly counts: FunnelCounts }) {}

  async execute(_command: RecountFunnel, context: CommandContext): Promise<ResultOf<RecountFunnel>> {
    await this.ports.counts.startAnew(context);
    return ok(null);
  }
}
