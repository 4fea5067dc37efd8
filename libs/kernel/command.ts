import type { FieldError } from './result.js';

/**
 * An intention, validated by the bus and handled once. `R` is what the handler answers; it exists for the
 * compiler alone.
 */
export abstract class Command<R> {
  declare protected readonly result: R;
}

// biome-ignore lint/suspicious/noExplicitAny: a constructor's arguments are contravariant; `any` is the only supertype
export type CommandClass<C extends Command<unknown> = Command<unknown>> = abstract new (...args: any[]) => C;

export type ResultOf<C> = C extends Command<infer R> ? R : never;

/** What a command runs under. It never comes from the command's own fields, so no caller can claim it. */
export interface CommandContext {
  /** Slug of the application that the call is for. */
  readonly application: string;
  /** The caller's network (IPv4 address or IPv6 /64), or null where networks do not count. */
  readonly network: string | null;
  /** Ties logs, problems and events of one call together. */
  readonly requestId: string;
  /** The signed-in user, where there is one. */
  readonly actor?: Actor;
  /** Who answers for a privileged call; never beside an actor, so that nobody acts as two. */
  readonly administrator?: Administrator;
  /** The call may come again, and is then to be answered as before. */
  readonly repeatable?: Repeatable;
}

/** The person that a call is made for. */
export interface Actor {
  readonly userId: string;
  readonly roles: readonly string[];
  /** The session that the caller's access token belongs to. */
  readonly sessionId?: string;
}

/** Who acts with privileges: a person with a role, a product's backend with its key, or the operator at the machine. */
export interface Administrator {
  /** `service`: what it does by itself. It never comes from outside. */
  readonly kind: 'user' | 'key' | 'operator' | 'service';
  /** The user's or the key's; null for the operator at the machine, and the service. */
  readonly id: string | null;
  /** Slug of the application that the user or the key belongs to. */
  readonly application: string;
  /** Whether other applications are open to it too. */
  readonly everywhere: boolean;
}

export interface CommandHandler<C extends Command<unknown>> {
  execute(command: C, context: CommandContext): Promise<ResultOf<C>>;

  /**
   * What is wrong with those fields of a command whose shape is right, when others have the wrong shape: so that every
   * fault of a body is named at once. A handler whose rules for fields go beyond their shape has this method.
   * @param fields without those of the wrong shape; a list may have holes where its entries had
   */
  faultsIn?(fields: FieldsOf<C>, context: CommandContext): Promise<readonly FieldError[]>;
}

/** The fields of a command as far as they have the right shape. */
export type FieldsOf<C> = { readonly [Field in Exclude<keyof C, 'result'>]?: C[Field] | undefined };

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

/**
 * A call that its caller may make again to learn what became of it. What it answers is written by the statement that has
 * its effect, so a handler records here what that statement does not learn otherwise.
 */
export interface Repeatable {
  /** Whether the answer is one that was given before. */
  readonly isReplayed: boolean;

  /**
   * @param value what the command answers when its statement is written; null by default. Plain data; what the
   *   statement alone knows stands in it as `timeOnceWritten` or `textOnceWritten`
   * @param person the account that the value tells of: an erasure takes the value away
   */
  recordAnswer(value: unknown, person?: string): void;
}

const TIME = '\u0000time:';
const TEXT = '\u0000text:';

/** Stands in a recorded value for a time that the statement settles, by the name that its adapter gives it; or null. */
export const timeOnceWritten = (name: string): string => `${TIME}${name}`;

/** The same for a text. */
export const textOnceWritten = (name: string): string => `${TEXT}${name}`;

/** Puts what was written into one value of those that stand for it; anything else is itself. */
export function asWritten(value: unknown, written: Readonly<Record<string, string | null>>): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith(TEXT)) return written[value.slice(TEXT.length)] ?? null;
  if (!value.startsWith(TIME)) return value;
  const time = written[value.slice(TIME.length)];
  return time == null ? null : new Date(time).toISOString();
}
