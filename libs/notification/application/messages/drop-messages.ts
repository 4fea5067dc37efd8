import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { DropMessages } from '../../contract/commands/drop-messages.js';
import type { DeadLetters } from '../ports/dead-letters.js';
import { selectionOf } from './dead-letter-filter.js';

export class DropMessagesHandler implements CommandHandler<DropMessages> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute(command: DropMessages, context: CommandContext): Promise<ResultOf<DropMessages>> {
    const { filter, limit } = selectionOf(command);
    const count = await this.ports.deadLetters.dropAll(filter, limit, context);
    return ok({ count, more: await this.ports.deadLetters.isAnyLeft(context.application, filter) });
  }
}
