import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { DropMessage } from '../../contract/commands/drop-message.js';
import type { DeadLetters } from '../ports/dead-letters.js';

export class DropMessageHandler implements CommandHandler<DropMessage> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute({ messageId }: DropMessage, context: CommandContext): Promise<ResultOf<DropMessage>> {
    if (await this.ports.deadLetters.drop(messageId, context)) return ok(null);
    const isKnown = await this.ports.deadLetters.isKnown(context.application, messageId);
    return err(refusal(isKnown ? 'message-not-dead' : 'message-unknown'));
  }
}
