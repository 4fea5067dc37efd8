import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { RetryMessages } from '../../contract/commands/retry-messages.js';
import type { DeadLetters } from '../ports/dead-letters.js';
import { selectionOf } from './dead-letter-filter.js';
import { messageRetry } from './message-retry.js';

export class RetryMessagesHandler implements CommandHandler<RetryMessages> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute(command: RetryMessages, context: CommandContext): Promise<ResultOf<RetryMessages>> {
    const { filter, limit } = selectionOf(command);
    const count = await this.ports.deadLetters.retryAll(filter, limit, messageRetry, context);
    return ok({ count, more: await this.ports.deadLetters.isAnyLeft(context.application, filter) });
  }
}
