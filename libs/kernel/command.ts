import type { FieldError } from './refusal.js';
import type { Repeatable } from './repeatable.js';

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
  readonly kind: 'user' | 'key' | 'operator';
  /** The user's or the key's; null for the operator at the machine. */
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
