import {
  type Command,
  type CommandBus,
  type CommandContext,
  err,
  type FieldRules,
  type Refusal,
  type Result,
  refusal,
} from '@gatehouse/kernel';
import { codeOf, fieldErrors } from './field-errors.js';
import { inOrderOf } from './in-order-of.js';
import { withoutFaults } from './without-faults.js';

/**
 * Checks every command against its class before it is handled, whichever way it came in (design: one door). Whatever is
 * wrong is named at once, in the order of the class's fields: what has the wrong shape, and what the handler's rules say of the rest.
 */
export class ValidatingCommandBus implements CommandBus {
  constructor(
    private readonly inner: CommandBus,
    private readonly rules: FieldRules,
  ) {}

  async execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    const found = fieldErrors(command);
    if (found.length === 0) return inOrder(await this.inner.execute(command, context), command);
    const others = await this.rules.faultsIn(withoutFaults(command, found), context);
    const named = new Set(found.map(({ pointer }) => pointer));
    const errors = inOrderOf(command.constructor, [...found, ...others.filter(({ pointer }) => !named.has(pointer))]);
    // Every command answers a Result, whose error may always be these two.
    return err(refusal(codeOf(found), { errors })) as R;
  }
}

/** What a handler finds, it finds in an order of its own. */
function inOrder<R>(outcome: R, command: Command<R>): R {
  const result = outcome as Result<unknown, Refusal>;
  if (result.ok || result.error?.errors === undefined) return outcome;
  return err({ ...result.error, errors: inOrderOf(command.constructor, result.error.errors) }) as R;
}
