import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { RetryMessage } from '../../contract/commands/retry-message.js';
import type { DeadLetters } from '../ports/dead-letters.js';
import { messageRetry } from './message-retry.js';

/** Orders a dead letter again. What is to be sent, and whether, is decided when it is sent (ADR-0014). */
export class RetryMessageHandler implements CommandHandler<RetryMessage> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute({ messageId }: RetryMessage, context: CommandContext): Promise<ResultOf<RetryMessage>> {
    if (await this.ports.deadLetters.retry(messageId, messageRetry, context)) return ok(null);
    const isKnown = await this.ports.deadLetters.isKnown(context.application, messageId);
    return err(refusal(isKnown ? 'message-not-dead' : 'message-unknown'));
  }
}
