import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type {
  DeadLetterSelection,
  DropMessage,
  DropMessages,
  RetryMessage,
  RetryMessages,
} from '../../contract/commands/dead-letters.js';
import { defaultDeliveryPolicy, messageRetried, noticeDeliveryPolicy } from '../../domain/message/delivery.js';
import type { DeadLetterFilter, DeadLetters, MessageRetry } from '../ports/messages.js';

/** A message that is tried again has as much time as a new one. */
export const messageRetry: MessageRetry = {
  codeSeconds: defaultDeliveryPolicy.deadlineSeconds,
  noticeSeconds: noticeDeliveryPolicy.deadlineSeconds,
  event: messageRetried,
};

/** Orders a dead letter again. What is to be sent, and whether, is decided when it is sent (ADR-0014). */
export class RetryMessageHandler implements CommandHandler<RetryMessage> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute({ messageId }: RetryMessage, context: CommandContext): Promise<ResultOf<RetryMessage>> {
    if (await this.ports.deadLetters.retry(messageId, messageRetry, context)) return ok(null);
    const isKnown = await this.ports.deadLetters.isKnown(context.application, messageId);
    return err(refusal(isKnown ? 'message-not-dead' : 'message-unknown'));
  }
}

const USUAL_LIMIT = 100;

export class RetryMessagesHandler implements CommandHandler<RetryMessages> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute(command: RetryMessages, context: CommandContext): Promise<ResultOf<RetryMessages>> {
    const { filter, limit } = selectionOf(command);
    const count = await this.ports.deadLetters.retryAll(filter, limit, messageRetry, context);
    return ok({ count, more: await this.ports.deadLetters.isAnyLeft(context.application, filter) });
  }
}

export class DropMessageHandler implements CommandHandler<DropMessage> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute({ messageId }: DropMessage, context: CommandContext): Promise<ResultOf<DropMessage>> {
    if (await this.ports.deadLetters.drop(messageId, context)) return ok(null);
    const isKnown = await this.ports.deadLetters.isKnown(context.application, messageId);
    return err(refusal(isKnown ? 'message-not-dead' : 'message-unknown'));
  }
}

export class DropMessagesHandler implements CommandHandler<DropMessages> {
  constructor(private readonly ports: { readonly deadLetters: DeadLetters }) {}

  async execute(command: DropMessages, context: CommandContext): Promise<ResultOf<DropMessages>> {
    const { filter, limit } = selectionOf(command);
    const count = await this.ports.deadLetters.dropAll(filter, limit, context);
    return ok({ count, more: await this.ports.deadLetters.isAnyLeft(context.application, filter) });
  }
}

/** Which dead letters are meant, and how many of them at once. */
const selectionOf = ({
  channel,
  template,
  failure,
  createdFrom,
  createdBefore,
  limit,
}: Omit<DeadLetterSelection<unknown>, 'result'>): { readonly filter: DeadLetterFilter; readonly limit: number } => ({
  filter: {
    channel: channel ?? null,
    template: template ?? null,
    failure: failure ?? null,
    createdFrom: createdFrom ?? null,
    createdBefore: createdBefore ?? null,
  },
  limit: limit ?? USUAL_LIMIT,
});
