import type { Codes, Sending } from '../../../libs/notification/application/ports/codes.js';

type Dispatch = Awaited<ReturnType<Codes['dispatch']>>;

/** A code that behaves as registration's do: dispatched at will until it is started or abandoned. */
export class FakeCodes implements Codes {
  readonly calls: string[] = [];
  /** Its person has been erased since it was dispatched. */
  isGone = false;
  dispatched: Dispatch = {
    kind: 'code',
    purpose: 'activation',
    recipient: { email: 'ada@example.org', name: 'Ada' },
    userId: '0197a000-0000-7000-8000-000000000003',
    locale: 'en',
    digits: '0042',
    number: 1,
    lifeSeconds: 60,
    redirect: null,
  };

  async dispatch(codeId: string, { sendTimeoutSeconds, isRetried }: Sending): Promise<Dispatch> {
    this.calls.push(`dispatch ${codeId} for ${sendTimeoutSeconds} s${isRetried ? ', retried' : ''}`);
    return this.dispatched;
  }

  async start(codeId: string, isFollowed: boolean): Promise<boolean> {
    this.calls.push(`start ${codeId}${isFollowed ? ', followed' : ''}`);
    if (this.isGone) return false;
    this.dispatched = { kind: 'already-accepted' };
    return true;
  }

  async tell(told: Parameters<Codes['tell']>[0]): Promise<void> {
    for (const { codeId, state, reason } of told) this.calls.push(`tell ${codeId}: ${state}, ${reason}`);
  }

  async abandon(codeId: string, reason: string): Promise<boolean> {
    this.calls.push(`abandon ${codeId}: ${reason}`);
    if (this.isGone) return false;
    this.dispatched = { kind: 'over', reason: 'code-over' };
    return true;
  }
}
