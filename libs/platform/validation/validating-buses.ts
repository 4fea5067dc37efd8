import {
  type Command,
  type CommandBus,
  type CommandContext,
  err,
  type FieldError,
  type FieldRules,
  InternalQuery,
  type Query,
  type QueryBus,
  type QueryContext,
  type Refusal,
  type Result,
  refusal,
} from '@gatehouse/kernel';
import { fieldsOf, inOrderOf } from './class-fields.js';
import { codeOf, fieldErrors } from './field-errors.js';

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

/** Checks every query that callers can ask against its class before it is answered, as commands are. */
export class ValidatingQueryBus implements QueryBus {
  constructor(private readonly inner: QueryBus) {}

  async ask<R>(query: Query<R>, context: QueryContext): Promise<R> {
    const errors = query instanceof InternalQuery || isPlain(query) ? [] : fieldErrors(query);
    if (errors.length === 0) return this.inner.ask(query, context);
    // Every query answers a Result, whose error may always be one of these two.
    return err(refusal(codeOf(errors), { errors })) as R;
  }
}

/** Neither has nor may have a field: the most frequent queries ask about their caller. */
const isPlain = (query: Query<unknown>): boolean =>
  Object.keys(query).length === 0 && fieldsOf(query.constructor).size === 0;

/** By the names that faults point at, at each level: `whole` where the fault is with the value itself. */
interface Faults {
  whole: boolean;
  readonly inside: Map<string, Faults>;
}

const none = (): Faults => ({ whole: false, inside: new Map() });

/**
 * A copy without the fields that the faults point at, and with holes in the place of such entries of lists. Each object is
 * copied once, however many faults it has: strangers choose their number.
 */
function withoutFaults<T extends object>(subject: T, errors: readonly FieldError[]): T {
  const faults = none();
  for (const { pointer } of errors) add(faults, tokensOf(pointer));
  return without(subject, faults);
}

function add(faults: Faults, tokens: readonly string[]): void {
  let at = faults;
  for (const token of tokens) {
    const next = at.inside.get(token) ?? none();
    at.inside.set(token, next);
    at = next;
  }
  at.whole = true;
}

function without<T extends object>(subject: T, faults: Faults): T {
  const entries = Object.entries(subject).map(([name, value]: [string, unknown]) => [
    name,
    left(value, faults.inside.get(name)),
  ]);
  if (Array.isArray(subject)) return entries.map(([, value]) => value) as T & unknown[];
  const kept = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as object;
  return Object.assign(Object.create(Object.getPrototypeOf(subject) as object | null) as T, kept);
}

function left(value: unknown, faults: Faults | undefined): unknown {
  if (faults === undefined) return value;
  return faults.whole || typeof value !== 'object' || value === null ? undefined : without(value, faults);
}

const tokensOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
