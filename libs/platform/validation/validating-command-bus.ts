import { type Command, type CommandBus, type CommandContext, err, refusal } from '@gatehouse/kernel';
import { fieldErrors } from './field-errors.js';

/** Checks every command against its class before it is handled, whichever way it came in (design: one door). */
export class ValidatingCommandBus implements CommandBus {
  constructor(private readonly inner: CommandBus) {}

  async execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    const errors = fieldErrors(command);
    if (errors.length === 0) return this.inner.execute(command, context);
    const unknown = errors.filter(({ code }) => code === 'field-unknown');
    const answer =
      unknown.length > 0 ? refusal('field-unknown', { errors: unknown }) : refusal('validation-failed', { errors });
    // Every command answers a Result, whose error may always be these two.
    return err(answer) as R;
  }
}
