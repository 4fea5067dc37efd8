import { type Clock, type CommandContext, err, ok } from '@gatehouse/kernel';
import type { AdministeredMessage, MessageBacklog, MessagePage } from '@gatehouse/notification/contract';
import type {
  DeadLetterFilter,
  DeadLetters,
  MessageBacklogs,
  MessageRetry,
  MessageSearch,
  MessageViews,
  People,
} from '../../../../libs/notification/application/ports/messages.js';

type KeptMessage = AdministeredMessage & { readonly application: string };

const NEW: Omit<KeptMessage, 'id' | 'createdAt' | 'notBefore' | 'deadline'> = {
  application: 'shop',
  channel: 'mail',
  template: 'activation-code',
  state: 'sent',
  attempts: 1,
  sentAt: null,
  failedAt: null,
  failure: null,
  deferredAt: null,
  deliveredAt: null,
  bouncedAt: null,
  bounce: null,
  bounceReason: null,
  complainedAt: null,
  unsubscribedAt: null,
  provider: 'mailjet',
  providerMessageId: null,
  lastAnswer: null,
  codeId: null,
  noticeId: null,
  userId: null,
  recipient: null,
  deadLetter: false,
  retries: 0,
  droppedAt: null,
  answers: [],
};

/** The messages of a test, as those read and handle them who look after them. Dead letters are failed ones that nobody has dropped. */
export class InMemoryMessages implements MessageViews, MessageBacklogs, DeadLetters {
  /** What was written with the letters that were tried again. */
  readonly events: { readonly type: string; readonly subject: string }[] = [];
  readonly #messages: KeptMessage[] = [];

  constructor(private readonly clock: Clock) {}

  add(id: string, changes: Partial<KeptMessage> = {}): KeptMessage {
    const now = this.clock.now().toISOString();
    const message = { ...NEW, id, createdAt: now, notBefore: now, deadline: now, ...changes };
    this.#messages.push(message);
    return message;
  }

  addDeadLetter(id: string, changes: Partial<KeptMessage> = {}): KeptMessage {
    const failedAt = this.clock.now().toISOString();
    return this.add(id, { state: 'failed', failedAt, failure: 'refused', deadLetter: true, ...changes });
  }

  get(id: string, application = 'shop'): KeptMessage | undefined {
    return this.#messages.find((message) => message.id === id && message.application === application);
  }

  async search({ application, state, channel, template, userIds, ...more }: MessageSearch): Promise<MessagePage> {
    const { createdFrom, createdBefore, after, limit } = more;
    const passing = this.#newestFirst(application).filter(
      (message) =>
        (state === null || (state === 'dead-letter' ? message.deadLetter : message.state === state)) &&
        (channel === null || message.channel === channel) &&
        (template === null || message.template === template) &&
        (userIds === null || userIds.includes(message.userId ?? '')) &&
        isWithin(message, { createdFrom, createdBefore }),
    );
    const from = passing.slice(after === null ? 0 : passing.findIndex(({ id }) => id === after) + 1);
    const page = from.slice(0, limit);
    const nextAfter = from.length > limit ? (page.at(-1)?.id ?? null) : null;
    return { messages: page.map(({ application: _, ...message }) => message), nextAfter };
  }

  async byId({ application, messageId }: Parameters<MessageViews['byId']>[0]): Promise<AdministeredMessage | null> {
    const { application: _, ...found } = this.get(messageId, application) ?? {};
    return 'id' in found ? found : null;
  }

  async of(application: string): Promise<MessageBacklog> {
    const messages = this.#newestFirst(application);
    const waiting = messages.filter(({ state }) => state === 'queued' || state === 'sending');
    const deadLetters = messages.filter(({ deadLetter }) => deadLetter).length;
    const oldestWaitingSince = waiting.at(-1)?.createdAt ?? null;
    return { waiting: waiting.length, oldestWaitingSince, deadLetters, isPartial: false };
  }

  async retry(messageId: string, retry: MessageRetry, { application }: CommandContext): Promise<boolean> {
    return this.#handle([this.get(messageId, application)], (message) => this.#retried(message, retry)) > 0;
  }

  async drop(messageId: string, { application }: CommandContext): Promise<boolean> {
    return this.#handle([this.get(messageId, application)], (message) => this.#dropped(message)) > 0;
  }

  async retryAll(filter: DeadLetterFilter, limit: number, retry: MessageRetry, { application }: CommandContext) {
    return this.#handle(this.#passing(application, filter, limit), (message) => this.#retried(message, retry));
  }

  async dropAll(filter: DeadLetterFilter, limit: number, { application }: CommandContext) {
    return this.#handle(this.#passing(application, filter, limit), (message) => this.#dropped(message));
  }

  async isKnown(application: string, messageId: string): Promise<boolean> {
    return this.get(messageId, application) !== undefined;
  }

  async isAnyLeft(application: string, filter: DeadLetterFilter): Promise<boolean> {
    return this.#passing(application, filter, 1).length > 0;
  }

  #newestFirst(application: string): KeptMessage[] {
    return this.#messages.filter((message) => message.application === application).toReversed();
  }

  #passing(application: string, filter: DeadLetterFilter, limit: number): KeptMessage[] {
    const { channel, template, failure } = filter;
    const passing = this.#newestFirst(application).filter(
      (message) =>
        message.deadLetter &&
        (channel === null || message.channel === channel) &&
        (template === null || message.template === template) &&
        (failure === null || message.failure === failure) &&
        isWithin(message, filter),
    );
    return passing.slice(0, limit);
  }

  /** Answers how many were dead letters; nothing happens to the others. */
  #handle(chosen: readonly (KeptMessage | undefined)[], change: (message: KeptMessage) => KeptMessage): number {
    const letters = chosen.filter((message) => message?.deadLetter === true).filter((message) => message !== undefined);
    for (const letter of letters) this.#messages[this.#messages.indexOf(letter)] = change(letter);
    return letters.length;
  }

  #retried(message: KeptMessage, { codeSeconds, noticeSeconds, event }: MessageRetry): KeptMessage {
    const now = this.clock.now();
    const seconds = message.noticeId === null ? codeSeconds : noticeSeconds;
    this.events.push({ type: event.type, subject: message.userId ?? message.id });
    const back = { state: 'queued', failedAt: null, failure: null, deadLetter: false } as const;
    const deadline = new Date(now.getTime() + seconds * 1000).toISOString();
    return { ...message, ...back, retries: message.retries + 1, notBefore: now.toISOString(), deadline };
  }

  #dropped(message: KeptMessage): KeptMessage {
    return { ...message, deadLetter: false, droppedAt: this.clock.now().toISOString() };
  }
}

const isWithin = (
  { createdAt }: KeptMessage,
  { createdFrom, createdBefore }: Pick<DeadLetterFilter, 'createdFrom' | 'createdBefore'>,
): boolean =>
  (createdFrom === null || createdAt >= createdFrom) && (createdBefore === null || createdAt < createdBefore);

/** Who is behind messages, as the registration context knows it: per application, so that no other finds them. */
export class KnownPeople implements People {
  readonly #owners = new Map<string, readonly string[]>();
  readonly #recipients = new Map<string, string>();
  /** The ids whose recipients were asked for last. */
  asked: Pick<Parameters<People['recipientsOf']>[0], 'codeIds' | 'noticeIds'> = { codeIds: [], noticeIds: [] };

  owns(application: string, email: string, ...userIds: readonly string[]): void {
    this.#owners.set(`${application}/${email}`, userIds);
  }

  /** @param origin the id of a code or a notice, by what it is */
  gets(application: string, recipient: string, origin: `${'code' | 'notice'} ${string}`): void {
    this.#recipients.set(`${application}/${origin}`, recipient);
  }

  async idsOfAddress(application: string, email: string) {
    if (!email.includes('@')) return err([{ pointer: '/email', code: 'email-invalid', message: 'Must be an address' }]);
    return ok(this.#owners.get(`${application}/${email}`) ?? []);
  }

  async wasActivated(): Promise<boolean> {
    return true;
  }

  async recipientsOf({ application, codeIds, noticeIds }: Parameters<People['recipientsOf']>[0]) {
    this.asked = { codeIds, noticeIds };
    const origins = [...codeIds.map((id) => [id, `code ${id}`]), ...noticeIds.map((id) => [id, `notice ${id}`])];
    const found = origins.map(([id = '', origin]) => [id, this.#recipients.get(`${application}/${origin}`)] as const);
    return new Map(found.flatMap(([id, recipient]) => (recipient === undefined ? [] : [[id, recipient] as const])));
  }
}
