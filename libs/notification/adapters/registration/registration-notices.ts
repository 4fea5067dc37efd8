import type { CommandBus, CommandContext, Refusal } from '@gatehouse/kernel';
import { AbandonNotice, AcceptNotice, DispatchNotice } from '@gatehouse/registration/contract';
import type { Sending } from '../../application/ports/message-source.js';
import type { Notices } from '../../application/ports/notices.js';

/** Reaches the registration context through its contract's commands. */
export class RegistrationNotices implements Notices {
  readonly #bus: () => CommandBus;

  /** @param bus asked for at each use, because the bus itself is made of handlers such as the one that uses this */
  constructor(bus: () => CommandBus) {
    this.#bus = bus;
  }

  async dispatch(noticeId: string, _sending: Sending, context: CommandContext) {
    const dispatched = await this.#bus().execute(Object.assign(new DispatchNotice(), { noticeId }), context);
    return dispatched.ok ? dispatched.value : ({ kind: 'over', reason: expected(dispatched.error) } as const);
  }

  async start(noticeId: string, context: CommandContext): Promise<void> {
    const accepted = await this.#bus().execute(Object.assign(new AcceptNotice(), { noticeId }), context);
    if (!accepted.ok) expected(accepted.error);
  }

  async abandon(noticeId: string, reason: string, context: CommandContext): Promise<void> {
    const abandoned = await this.#bus().execute(Object.assign(new AbandonNotice(), { noticeId, reason }), context);
    if (!abandoned.ok) expected(abandoned.error);
  }
}

/** A notice may be gone with its account. Any other "no", such as to a field's form, is a fault of ours. */
function expected({ code }: Refusal): 'notice-over' | 'notice-unknown' {
  if (code === 'notice-over' || code === 'notice-unknown') return code;
  throw new Error(`Registration refuses a command of notification's: ${code}`);
}
