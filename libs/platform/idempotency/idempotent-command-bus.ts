import {
  asWritten,
  type Command,
  type CommandBus,
  type CommandContext,
  err,
  ok,
  type Refusal,
  type Result,
  refusal,
} from '@gatehouse/kernel';
import type { KeyRing } from '../config/index.js';
import { isUniqueViolation } from '../postgres/index.js';
import { AnswerSeal } from './answer-seal.js';
import type { KeptAnswer, KeptAnswers } from './kept-answers.js';
import { IDEMPOTENCY_KEY_INDEX } from './kept-answers.js';
import { canonicalJson, RepeatableCall } from './repeatable-call.js';

type Outcome = Result<unknown, Refusal>;

const keyUsed = () => err(refusal('idempotency-key-used'));
const inFlight = () => err(refusal('idempotency-in-flight', { retryAfterSeconds: 1 }));

/**
 * Answers a call that comes again with its key as it was answered before (ADR-0039). The first one's effect and its
 * answer are one statement; of several at once, the key lets one write and makes the others' statements fail.
 */
export class IdempotentCommandBus implements CommandBus {
  /** Calls of this process, so that a repetition does not hash beside the first one. */
  readonly #inFlight = new Set<string>();

  constructor(
    private readonly inner: CommandBus,
    private readonly kept: Pick<KeptAnswers, 'ask' | 'forget'>,
    private readonly secrets: KeyRing,
  ) {}

  async execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    const call = context.repeatable;
    if (!(call instanceof RepeatableCall) || call.hasBegun) return this.inner.execute(command, context);
    const id = call.idAt(context.application);
    const name = id.toString('base64');
    if (this.#inFlight.has(name)) return inFlight() as R;
    this.#inFlight.add(name);
    try {
      return (await this.#answer(command, context, call, id)) as R;
    } finally {
      this.#inFlight.delete(name);
    }
  }

  async #answer(command: Command<unknown>, context: CommandContext, call: RepeatableCall, id: Buffer) {
    const { application } = context;
    const request = canonicalJson({ request: call.request, command: command.constructor.name, fields: command });
    const earlier = await this.kept.ask(application, id);
    if (earlier) return this.#replay(earlier, call, id, request);

    const { id: keyId, secret } = this.secrets.current;
    const seal = new AnswerSeal(secret, call.key, id);
    const fingerprint = seal.fingerprintOf(request);
    call.keepBy({ row: { application, id, keyId, fingerprint }, seal: (text) => seal.seal(text) });
    try {
      const outcome = (await this.inner.execute(command, context)) as Outcome;
      return outcome.ok ? outcome : await this.#afterRefusal(outcome, call, id, request);
    } catch (error) {
      if (!isUniqueViolation(error, IDEMPOTENCY_KEY_INDEX)) throw error;
      const winner = await this.kept.ask(application, id);
      // It has had its time since, or was taken back: the caller may come again.
      return winner ? this.#replay(winner, call, id, request) : inFlight();
    }
  }

  /**
   * A repetition that overtook the first one in another process may be refused for what that one did, a message too
   * soon after another. It is answered like all others then.
   */
  async #afterRefusal(refused: Outcome, call: RepeatableCall, id: Buffer, request: string): Promise<Outcome> {
    const { application = '', answer = null } = call.toKeep ?? {};
    const winner = await this.kept.ask(application, id);
    if (!winner) return refused;
    const isOwn = answer !== null && winner.answer?.equals(answer);
    if (!isOwn) return this.#replay(winner, call, id, request);
    await this.kept.forget(application, id);
    return refused;
  }

  #replay(kept: KeptAnswer, call: RepeatableCall, id: Buffer, request: string): Outcome {
    const isErased = kept.person !== null && kept.answer === null;
    if (!kept.isTold || isErased || !this.secrets.has(kept.keyId)) return keyUsed();
    const seal = new AnswerSeal(this.secrets.get(kept.keyId), call.key, id);
    if (!seal.isOf(request, kept.fingerprint)) return keyUsed();
    call.replay();
    if (kept.answer === null) return ok(null);
    const { written } = kept;
    return ok(JSON.parse(seal.open(kept.answer), (_name, value: unknown) => asWritten(value, written)));
  }
}
