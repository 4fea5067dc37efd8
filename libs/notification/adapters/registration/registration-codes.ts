import type { CommandBus, CommandContext, Refusal } from '@gatehouse/kernel';
import { AbandonActivationCode, DispatchActivationCode, StartActivationCode } from '@gatehouse/registration/contract';
import type { Codes } from '../../application/ports/codes.js';
import type { Sending } from '../../application/ports/message-source.js';

/** Reaches the registration context through its contract's commands. */
export class RegistrationCodes implements Codes {
  readonly #bus: () => CommandBus;

  /** @param bus asked for at each use, because the bus itself is made of handlers such as the one that uses this */
  constructor(bus: () => CommandBus) {
    this.#bus = bus;
  }

  async dispatch(codeId: string, { sendTimeoutSeconds, isTriedAnew }: Sending, context: CommandContext) {
    const fields = { codeId, sendTimeoutSeconds: Math.ceil(sendTimeoutSeconds), isTriedAnew };
    const dispatched = await this.#bus().execute(Object.assign(new DispatchActivationCode(), fields), context);
    return dispatched.ok ? dispatched.value : ({ kind: 'over', reason: expected(dispatched.error) } as const);
  }

  async start(codeId: string, context: CommandContext): Promise<void> {
    const started = await this.#bus().execute(Object.assign(new StartActivationCode(), { codeId }), context);
    if (!started.ok) expected(started.error);
  }

  async abandon(codeId: string, reason: string, context: CommandContext): Promise<void> {
    const fields = { codeId, reason };
    const abandoned = await this.#bus().execute(Object.assign(new AbandonActivationCode(), fields), context);
    if (!abandoned.ok) expected(abandoned.error);
  }
}

/** A code or its account may be gone by now. Any other "no", such as to a field's form, is a fault of ours. */
function expected({ code }: Refusal): 'code-over' | 'code-unknown' {
  if (code === 'code-over' || code === 'code-unknown') return code;
  throw new Error(`Registration refuses a command of notification's: ${code}`);
}
