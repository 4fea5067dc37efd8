import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { RecordOutcomes } from '../../contract/commands/record-outcomes.js';
import { toldToHolder } from '../../domain/message/outcome.js';
import type { Codes } from '../ports/codes.js';
import type { FoundOutcome, Outcomes } from '../ports/outcomes.js';

/** Records what a provider reports about messages, and passes it on to the registrations whose codes are in them. */
export class RecordOutcomesHandler implements CommandHandler<RecordOutcomes> {
  constructor(private readonly ports: { readonly outcomes: Outcomes; readonly codes: Pick<Codes, 'tell'> }) {}

  async execute(
    { channel, provider, outcomes }: RecordOutcomes,
    context: CommandContext,
  ): Promise<ResultOf<RecordOutcomes>> {
    const told = outcomes.map(({ deliveryId, outcome, at, reason = null }) => ({
      deliveryId,
      outcome,
      at: new Date(at),
      reason,
    }));
    const found = await this.ports.outcomes.record({ channel, provider }, told);
    // Known ones too: if the process dies in between, the provider reports again, and the registration still learns of it.
    for (const [application, ofApplication] of Map.groupBy(found, (each) => each.application)) {
      const forHolders = ofApplication.flatMap(forHolder);
      if (forHolders.length > 0) await this.ports.codes.tell(forHolders, { ...context, application });
    }
    return ok(null);
  }
}

function forHolder({ codeId, ...outcome }: FoundOutcome) {
  const told = toldToHolder(outcome);
  return told !== null && codeId !== null ? [{ codeId, ...told }] : [];
}
