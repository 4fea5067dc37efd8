import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  type LookUps,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
  USUAL_LIMIT,
  withoutInvisible,
} from '@gatehouse/kernel';
import type { GiveFeedback } from '../../contract/commands/feedback.js';
import { type FindFeedback, type FindFeedbackWeeks, USUAL_WEEKS } from '../../contract/queries/feedback.js';
import { FEEDBACK_SECONDS, feedbackGiven, feedbackText } from '../../domain/feedback/feedback.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { ChargedTries } from '../ports/charged-tries.js';
import type { FeedbackBox, FeedbackTokens, FeedbackViews } from '../ports/feedback.js';

/**
 * Takes what a person says right after the activation. The token is the only proof: a browser sends it in the body and no
 * cookie counts, so no other site can answer for the person. A token that opens nothing is a failure of its network.
 */
export class GiveFeedbackHandler implements CommandHandler<GiveFeedback> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly tries: Pick<ChargedTries, 'chargeNetwork' | 'settle'>;
      readonly tokens: FeedbackTokens;
      readonly box: FeedbackBox;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute(command: GiveFeedback, context: CommandContext): Promise<ResultOf<GiveFeedback>> {
    const { policy } = await this.ports.applications.get(context.application);
    const key = { application: context.application, network: context.network };
    const charged = await this.ports.tries.chargeNetwork(key, policy.guessing);
    if (!charged.admitted) return err(refusal('throttled', { retryAfterSeconds: charged.retryAfterSeconds }));
    let hasFailed = false;
    try {
      const isGiven = policy.askFeedback && (await this.#give(command, context));
      hasFailed = !isGiven;
      return isGiven ? ok(null) : err(refusal('feedback-closed'));
    } finally {
      const network = hasFailed ? 'keep' : 'give-back';
      await this.ports.tries.settle({ ...key, email: '' }, charged.charge, { password: 'keep', network });
    }
  }

  async #give({ token, ease, text }: GiveFeedback, context: CommandContext): Promise<boolean> {
    const userId = this.ports.tokens.userOf(withoutInvisible(token));
    if (userId === null) return false;
    const feedback = { id: this.ports.ids.next(), userId, ease, text: feedbackText(text) };
    return this.ports.box.add(feedback, FEEDBACK_SECONDS, feedbackGiven(this.ports.ids.next(), feedback), context);
  }
}

export class FindFeedbackHandler implements QueryHandler<FindFeedback> {
  constructor(private readonly ports: { readonly feedback: FeedbackViews; readonly lookUps: LookUps }) {}

  async execute({ after = null, limit }: FindFeedback, context: QueryContext): Promise<AnswerOf<FindFeedback>> {
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.feedback.page({ application: context.application, after, limit: most + 1 });
    const { entries, nextAfter } = pageOf(found, most, ({ id }) => id);
    const userIds = entries.map(({ userId }) => userId);
    await this.ports.lookUps.note({ act: 'users.looked-up', by: 'list', userIds }, context);
    return ok({ feedback: entries, nextAfter });
  }
}

export class FindFeedbackWeeksHandler implements QueryHandler<FindFeedbackWeeks> {
  constructor(private readonly ports: { readonly feedback: FeedbackViews }) {}

  async execute({ weeks }: FindFeedbackWeeks, { application }: QueryContext): Promise<AnswerOf<FindFeedbackWeeks>> {
    return ok(await this.ports.feedback.byWeek({ application, weeks: weeks ?? USUAL_WEEKS }));
  }
}
