import type { Command, CommandClass, CommandContext, CommandHandler, FieldsOf } from './command.js';
import type { FieldError } from './refusal.js';

/** The one way in for every command, whichever adapter it came through. */
export interface CommandBus {
  execute<R>(command: Command<R>, context: CommandContext): Promise<R>;
}

/** A command class with the handler that serves it: what a context's module contributes to the bus. */
export interface CommandRegistration {
  readonly command: CommandClass;
  readonly handler: CommandHandler<Command<unknown>>;
}

export const handles = <C extends Command<unknown>>(
  command: CommandClass<C>,
  handler: CommandHandler<C>,
): CommandRegistration => ({ command, handler: handler as CommandHandler<Command<unknown>> });

/** The rules for fields that go beyond their shape: the handlers know them. */
export interface FieldRules {
  /** @param command without the fields of the wrong shape */
  faultsIn(command: Command<unknown>, context: CommandContext): Promise<readonly FieldError[]>;
}

/** Looks a command's handler up by its class and runs it in this process. */
export class InProcessCommandBus implements CommandBus, FieldRules {
  readonly #handlers = new Map<unknown, CommandHandler<Command<unknown>>>();

  constructor(registrations: readonly CommandRegistration[]) {
    for (const { command, handler } of registrations) {
      if (this.#handlers.has(command)) throw new Error(`Two handlers for ${command.name}`);
      this.#handlers.set(command, handler);
    }
  }

  async execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    return (await this.#handlerOf(command).execute(command, context)) as R;
  }

  async faultsIn(command: Command<unknown>, context: CommandContext): Promise<readonly FieldError[]> {
    return (await this.#handlerOf(command).faultsIn?.(command as FieldsOf<Command<unknown>>, context)) ?? [];
  }

  #handlerOf(command: Command<unknown>): CommandHandler<Command<unknown>> {
    const handler = this.#handlers.get(command.constructor);
    if (!handler) throw new Error(`No handler for ${command.constructor.name}`);
    return handler;
  }
}
