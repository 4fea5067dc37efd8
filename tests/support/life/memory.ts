import type { Action, ActionOf, Answer, KnownToken } from './action.js';
import { addressesOf, newEvents, newlyErased, OVERTAKING, type SessionRow, type Snapshot } from './snapshot.js';

/** What was done and what it was answered. */
export interface Outcome<D extends Action = Action> {
  readonly action: D;
  readonly answer: Answer;
}

/** `over`: it must never be refreshed again. `unclear`: several things at once, either is right. */
export type SessionFate = 'good' | 'over' | 'unclear';

/** What those outside remember: the service's rows are measured by it. */
export interface Memory {
  /** In the order in which they were given out. */
  readonly tokens: readonly KnownToken[];
  readonly fates: ReadonlyMap<string, SessionFate>;
  /** All comparisons with short activation codes, by address. */
  readonly comparisons: ReadonlyMap<string, readonly Comparison[]>;
}

/** When it was made: some time between these two, in milliseconds. */
export interface Comparison {
  readonly from: number;
  readonly to: number;
}

export const NOTHING: Memory = { tokens: [], fates: new Map(), comparisons: new Map() };

export const outcomesOf = <K extends Action['kind']>(outcomes: readonly Outcome[], kind: K) =>
  outcomes.filter((outcome): outcome is Outcome<ActionOf<K>> => outcome.action.kind === kind);

/** Those that were answered with a yes. */
export const done = <K extends Action['kind']>(outcomes: readonly Outcome[], kind: K) =>
  outcomesOf(outcomes, kind).flatMap(({ action, answer }) => (answer.ok ? [{ action, value: answer.value }] : []));

export function remember(memory: Memory, outcomes: readonly Outcome[], before: Snapshot, after: Snapshot): Memory {
  return {
    tokens: tokensAfter(memory.tokens, outcomes, after),
    fates: fatesAfter(memory.fates, outcomes, before, after),
    comparisons: comparisonsAfter(memory.comparisons, before, after),
  };
}

interface Tokens {
  readonly refreshToken: string;
}

function tokensAfter(known: readonly KnownToken[], outcomes: readonly Outcome[], { now }: Snapshot): KnownToken[] {
  const tokens = [...known];
  for (const { value } of done(outcomes, 'sign-in')) {
    const { sessionId, tokens: given } = value as { readonly sessionId: string; readonly tokens: Tokens };
    tokens.push({ sessionId, generation: 0, text: given.refreshToken, exchangedAt: null });
  }
  for (const { action, value } of done(outcomes, 'refresh')) {
    const text = (value as Tokens).refreshToken;
    if (tokens.some((token) => token.text === text)) continue;
    const index = tokens.findIndex((token) => token.text === action.token.text);
    const { sessionId, generation } = tokens[index] as KnownToken;
    tokens[index] = { ...(tokens[index] as KnownToken), exchangedAt: now };
    tokens.push({ sessionId, generation: generation + 1, text, exchangedAt: null });
  }
  return tokens;
}

const ENDING_ALL = OVERTAKING.filter((type) => type !== 'user.password-changed.v1');

type Fates = readonly (readonly [sessionId: string, fate: SessionFate])[];

function fatesAfter(
  known: Memory['fates'],
  outcomes: readonly Outcome[],
  before: Snapshot,
  after: Snapshot,
): Memory['fates'] {
  const started = new Set(done(outcomes, 'sign-in').map(({ value }) => (value as { sessionId: string }).sessionId));
  const changedBy = done(outcomes, 'change-password').map(({ action }) => action.session);
  // A reset, an undone change of address and a suspension keep none; what is done with a session at the same moment may be before or after.
  const ofNow = new Set([...started, ...changedBy.map(({ id }) => id)]);
  const overtaken = newEvents(before, after).filter(({ type }) => ENDING_ALL.includes(type));
  // What the rows say is over stays over; that it was right to end it is checked elsewhere.
  const ended = [...after.sessions.values()].filter(({ revoked_at }) => revoked_at !== null);
  return new Map<string, SessionFate>([
    ...known,
    ...[...started].map((id) => [id, 'good'] as const),
    ...fatesOfChanges(changedBy, started, after),
    ...overtaken.flatMap(({ subject }) => fatesWithout(sessionsOf(subject, after), ofNow)),
    ...ended.map(({ id }) => [id, 'over'] as const),
  ]);
}

/** A changed password keeps the session that it was changed by. */
const fatesOfChanges = (changedBy: readonly SessionRow[], started: ReadonlySet<string>, after: Snapshot): Fates =>
  [...Map.groupBy(changedBy, ({ user_id }) => user_id)].flatMap(([userId, kept]) => {
    const keptIds = new Set(kept.map(({ id }) => id));
    const others = sessionsOf(userId, after).filter((id) => !keptIds.has(id));
    return [
      ...fatesWithout(others, started),
      ...[...keptIds].map((id) => [id, keptIds.size === 1 ? 'good' : 'unclear'] as const),
    ];
  });

const fatesWithout = (ids: readonly string[], doubtful: ReadonlySet<string>): Fates =>
  ids.map((id) => [id, doubtful.has(id) ? 'unclear' : 'over'] as const);

const sessionsOf = (userId: string, { sessions }: Snapshot): string[] =>
  [...sessions.values()].flatMap(({ id, user_id }) => (user_id === userId ? [id] : []));

function comparisonsAfter(known: Memory['comparisons'], before: Snapshot, after: Snapshot): Memory['comparisons'] {
  const comparisons = new Map(known);
  for (const code of after.codes.values()) {
    const charged = code.attempts - (before.codes.get(code.id)?.attempts ?? 0);
    const holder = after.users.get(code.user_id ?? '');
    if (code.purpose !== 'activation' || code.digits >= 8 || charged === 0 || !holder) continue;
    const made = Array<Comparison>(charged).fill({ from: before.now, to: after.now });
    comparisons.set(holder.email, [...(comparisons.get(holder.email) ?? []), ...made]);
  }
  // What an owner's address has counted goes with the owner, and it is not seen which came first.
  for (const email of newlyErased(before, after).flatMap(({ id }) => [...addressesOf(id, before)])) {
    const counted = after.sharedTries.get(email) ?? [];
    comparisons.set(
      email,
      counted.map((time) => ({ from: time, to: time })),
    );
  }
  return comparisons;
}
