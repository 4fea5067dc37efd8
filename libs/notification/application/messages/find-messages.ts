import {
  type AnswerOf,
  err,
  type LookUps,
  ok,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type {
  AdministeredMessage,
  FindMessage,
  FindMessageBacklog,
  FindMessages,
  FindMessagesOfAddress,
  MessageFilter,
  MessagePage,
} from '../../contract/queries/find-messages.js';
import type { MessageBacklogs, MessageViews, People } from '../ports/messages.js';

const act = 'messages.looked-up';

/** Messages with whom they are for. */
export class NamedMessages {
  constructor(
    private readonly messages: MessageViews,
    private readonly people: People,
  ) {}

  async search(
    application: string,
    { state = null, channel = null, template = null, createdFrom = null, ...more }: MessageFilter,
    userIds: readonly string[] | null,
  ): Promise<MessagePage> {
    const { createdBefore = null, after = null, limit } = more;
    const filter = { state, channel, template, createdFrom, createdBefore, after, limit: limit ?? USUAL_LIMIT };
    const page = await this.messages.search({ application, userIds, ...filter });
    return { ...page, messages: await this.#named(application, page.messages) };
  }

  async byId(application: string, messageId: string): Promise<AdministeredMessage | null> {
    const found = await this.messages.byId({ application, messageId });
    const [named = null] = found ? await this.#named(application, [found]) : [];
    return named;
  }

  async #named(application: string, messages: readonly AdministeredMessage[]): Promise<AdministeredMessage[]> {
    const idsOf = (name: 'codeId' | 'noticeId') => messages.map((message) => message[name]).filter((id) => id !== null);
    const recipients = await this.people.recipientsOf({
      application,
      codeIds: idsOf('codeId'),
      noticeIds: idsOf('noticeId'),
    });
    return messages.map((message) => ({
      ...message,
      recipient: recipients.get(message.codeId ?? message.noticeId ?? '') ?? null,
    }));
  }
}

export class FindMessagesHandler implements QueryHandler<FindMessages> {
  constructor(private readonly ports: { readonly messages: NamedMessages; readonly lookUps: LookUps }) {}

  async execute(query: FindMessages, context: QueryContext): Promise<AnswerOf<FindMessages>> {
    const { userId = null } = query;
    const userIds = userId === null ? null : [userId];
    const page = await this.ports.messages.search(context.application, query, userIds);
    const seen = userIds ?? page.messages.map((message) => message.userId);
    await this.ports.lookUps.note({ act, by: userIds ? 'id' : 'list', userIds: seen }, context);
    return ok(page);
  }
}

export class FindMessagesOfAddressHandler implements QueryHandler<FindMessagesOfAddress> {
  constructor(
    private readonly ports: { readonly messages: NamedMessages; readonly people: People; readonly lookUps: LookUps },
  ) {}

  async execute(query: FindMessagesOfAddress, context: QueryContext): Promise<AnswerOf<FindMessagesOfAddress>> {
    const userIds = await this.ports.people.idsOfAddress(context.application, query.email);
    if (!userIds.ok) return err(refusal('validation-failed', { errors: userIds.error }));
    const page = await this.ports.messages.search(context.application, query, userIds.value);
    await this.ports.lookUps.note({ act, by: 'address', userIds: userIds.value }, context);
    return ok(page);
  }
}

export class FindMessageHandler implements QueryHandler<FindMessage> {
  constructor(private readonly ports: { readonly messages: NamedMessages; readonly lookUps: LookUps }) {}

  async execute({ messageId }: FindMessage, context: QueryContext): Promise<AnswerOf<FindMessage>> {
    const found = await this.ports.messages.byId(context.application, messageId);
    if (!found) return err(refusal('message-unknown'));
    await this.ports.lookUps.note({ act, by: 'id', userIds: [found.userId] }, context);
    return ok(found);
  }
}

export class FindMessageBacklogHandler implements QueryHandler<FindMessageBacklog> {
  constructor(private readonly ports: { readonly backlogs: MessageBacklogs }) {}

  async execute(_query: FindMessageBacklog, { application }: QueryContext): Promise<AnswerOf<FindMessageBacklog>> {
    return ok(await this.ports.backlogs.of(application));
  }
}
