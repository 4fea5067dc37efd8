import {
  type CommandBus,
  type CommandContext,
  err,
  internalContext,
  ok,
  type PersonKey,
  type QueryBus,
  queryWith,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  DispatchActivationCode,
  DispatchNotice,
  FindIdsOfAddress,
  FindRecipients,
  FindWasActivated,
  RecordMessageOutcomes,
  StartActivationCode,
} from '@gatehouse/registration/contract';
import type { Codes, Notices, Sending } from '../../application/ports/codes.js';
import type { People } from '../../application/ports/messages.js';
import { isUnknown, type NoLongerNeeded } from '../../domain/message/delivery.js';

const CODE_IS_GONE = ['code-over', 'code-unknown'] as const;
const NOTICE_IS_GONE = ['notice-over', 'notice-unknown'] as const;

/** Whether what a command was about is still known; one that is over is. */
const isKnown = (answer: Result<null, Refusal>, codes: readonly NoLongerNeeded[]): boolean =>
  answer.ok || !isUnknown(expected(answer.error, codes));

/** Reaches the registration context through its contract's commands. */
export class RegistrationCodes implements Codes {
  readonly #bus: () => CommandBus;

  /** @param bus asked for at each use, because the bus itself is made of handlers such as the one that uses this */
  constructor(bus: () => CommandBus) {
    this.#bus = bus;
  }

  async dispatch(codeId: string, { sendTimeoutSeconds, isRetried }: Sending, context: CommandContext) {
    const fields = { codeId, sendTimeoutSeconds: Math.ceil(sendTimeoutSeconds), isRetried };
    const dispatched = await this.#bus().execute(Object.assign(new DispatchActivationCode(), fields), context);
    return dispatched.ok
      ? dispatched.value
      : ({ kind: 'over', reason: expected(dispatched.error, CODE_IS_GONE) } as const);
  }

  async start(codeId: string, isFollowed: boolean, context: CommandContext): Promise<boolean> {
    const fields = { codeId, isFollowed };
    return isKnown(await this.#bus().execute(Object.assign(new StartActivationCode(), fields), context), CODE_IS_GONE);
  }

  async tell(outcomes: Parameters<Codes['tell']>[0], context: CommandContext): Promise<void> {
    await this.#bus().execute(Object.assign(new RecordMessageOutcomes(), { outcomes }), context);
  }

  async abandon(codeId: string, reason: string, context: CommandContext): Promise<boolean> {
    const fields = { codeId, reason };
    return isKnown(
      await this.#bus().execute(Object.assign(new AbandonActivationCode(), fields), context),
      CODE_IS_GONE,
    );
  }
}

/** Reaches the registration context through its contract's commands. */
export class RegistrationNotices implements Notices {
  readonly #bus: () => CommandBus;

  /** @param bus asked for at each use, because the bus itself is made of handlers such as the one that uses this */
  constructor(bus: () => CommandBus) {
    this.#bus = bus;
  }

  async dispatch(noticeId: string, _sending: Sending, context: CommandContext) {
    const dispatched = await this.#bus().execute(Object.assign(new DispatchNotice(), { noticeId }), context);
    return dispatched.ok
      ? dispatched.value
      : ({ kind: 'over', reason: expected(dispatched.error, NOTICE_IS_GONE) } as const);
  }

  async start(noticeId: string, _isFollowed: boolean, context: CommandContext): Promise<boolean> {
    return isKnown(await this.#bus().execute(Object.assign(new AcceptNotice(), { noticeId }), context), NOTICE_IS_GONE);
  }

  async abandon(noticeId: string, reason: string, context: CommandContext): Promise<boolean> {
    const fields = { noticeId, reason };
    return isKnown(await this.#bus().execute(Object.assign(new AbandonNotice(), fields), context), NOTICE_IS_GONE);
  }
}

/** Asks the registration context, through its contract. */
export class RegistrationPeople implements People {
  constructor(private readonly queries: QueryBus) {}

  async idsOfAddress(application: string, email: string): ReturnType<People['idsOfAddress']> {
    const found = await this.queries.ask(queryWith(FindIdsOfAddress, { email }), internalContext(application));
    return found.ok ? ok(found.value.map(({ id }) => id)) : err(found.error.errors ?? []);
  }

  async wasActivated({ application, userId }: PersonKey): Promise<boolean> {
    const found = await this.queries.ask(queryWith(FindWasActivated, { userId }), internalContext(application));
    return found.ok && found.value;
  }

  async recipientsOf({ application, ...ids }: Parameters<People['recipientsOf']>[0]) {
    const found = await this.queries.ask(queryWith(FindRecipients, ids), internalContext(application));
    return found.ok ? found.value : new Map<string, string>();
  }
}

/** What a message is about may be gone by now, with its account. Any other "no", such as to a field's form, is a fault of ours. */
function expected<Code extends string>({ code }: Refusal, codes: readonly Code[]): Code {
  const known = codes.find((each) => each === code);
  if (known !== undefined) return known;
  throw new Error(`Registration refuses a command of notification's: ${code}`);
}
