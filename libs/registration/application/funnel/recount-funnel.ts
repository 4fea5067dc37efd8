import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { RecountFunnel } from '../../contract/commands/recount-funnel.js';
import type { FunnelCounts } from '../ports/funnel-counts.js';

export class RecountFunnelHandler implements CommandHandler<RecountFunnel> {
  constructor(private readonly counts: FunnelCounts) {}

  async execute(_command: RecountFunnel, context: CommandContext): Promise<ResultOf<RecountFunnel>> {
    await this.counts.startAnew(context);
    return ok(null);
  }
}
