import {
  type AnswerOf,
  err,
  type LookUps,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { FindTimeline } from '../../contract/queries/find-users.js';
import type { EventMessages } from '../../contract/read-models/user-record.js';
import type { Timelines, UserViews } from '../ports/standing.js';

/** What happened to an account, with the messages that another context knows of. */
export class FindTimelineHandler implements QueryHandler<FindTimeline> {
  constructor(
    private readonly ports: {
      readonly users: UserViews;
      readonly timelines: Timelines;
      readonly messages: EventMessages;
      readonly lookUps: LookUps;
    },
  ) {}

  async execute({ userId, after = null, limit }: FindTimeline, context: QueryContext): Promise<AnswerOf<FindTimeline>> {
    const { application } = context;
    if (!(await this.ports.users.byId({ application, userId }))) return err(refusal('user-unknown'));
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.timelines.page({ application, userId, after, limit: most + 1 });
    const { entries, nextAfter } = pageOf(found, most, ({ position }) => position);
    const messages = await this.ports.messages.of({ application, eventIds: entries.map(({ eventId }) => eventId) });
    await this.ports.lookUps.note({ act: 'users.looked-up', by: 'timeline', userIds: [userId] }, context);
    return ok({
      entries: entries.map(({ eventId, ...entry }) => ({ ...entry, message: messages.get(eventId) ?? null })),
      nextAfter,
    });
  }
}
