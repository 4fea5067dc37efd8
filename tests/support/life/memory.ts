import type { Answer, Deed, DeedOf, KnownToken } from './deed.js';
import type { Snapshot } from './snapshot.js';

/** What was done and what it was answered. */
export interface Outcome<D extends Deed = Deed> {
  readonly deed: D;
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

export const outcomesOf = <K extends Deed['kind']>(outcomes: readonly Outcome[], kind: K) =>
  outcomes.filter((outcome): outcome is Outcome<DeedOf<K>> => outcome.deed.kind === kind);

/** Those that were answered with a yes. */
export const done = <K extends Deed['kind']>(outcomes: readonly Outcome[], kind: K) =>
  outcomesOf(outcomes, kind).flatMap(({ deed, answer }) => (answer.ok ? [{ deed, value: answer.value }] : []));

export function remember(memory: Memory, outcomes: readonly Outcome[], before: Snapshot, after: Snapshot): Memory {
  return {
    tokens: tokensAfter(memory.tokens, outcomes, after),
    fates: fatesAfter(memory.fates, outcomes, after),
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
  for (const { deed, value } of done(outcomes, 'refresh')) {
    const text = (value as Tokens).refreshToken;
    if (tokens.some((token) => token.text === text)) continue;
    const index = tokens.findIndex((token) => token.text === deed.token.text);
    const { sessionId, generation } = tokens[index] as KnownToken;
    tokens[index] = { ...(tokens[index] as KnownToken), exchangedAt: now };
    tokens.push({ sessionId, generation: generation + 1, text, exchangedAt: null });
  }
  return tokens;
}

function fatesAfter(known: Memory['fates'], outcomes: readonly Outcome[], after: Snapshot): Map<string, SessionFate> {
  const fates = new Map(known);
  const started = new Set(done(outcomes, 'sign-in').map(({ value }) => (value as { sessionId: string }).sessionId));
  for (const id of started) fates.set(id, 'good');
  const changedBy = done(outcomes, 'change-password').map(({ deed }) => deed.session);
  for (const [userId, kept] of Map.groupBy(changedBy, ({ user_id }) => user_id)) {
    const keptIds = new Set(kept.map(({ id }) => id));
    const others = sessionsOf(userId, after).filter((id) => !keptIds.has(id));
    for (const id of others) fates.set(id, started.has(id) ? 'unclear' : 'over');
    for (const id of keptIds) fates.set(id, keptIds.size === 1 ? 'good' : 'unclear');
  }
  // What the rows say is over stays over; that it was right to end it is checked elsewhere.
  const ended = [...after.sessions.values()].filter(({ revoked_at }) => revoked_at !== null);
  for (const { id } of ended) fates.set(id, 'over');
  return fates;
}

const sessionsOf = (userId: string, { sessions }: Snapshot): string[] =>
  [...sessions.values()].flatMap(({ id, user_id }) => (user_id === userId ? [id] : []));

function comparisonsAfter(known: Memory['comparisons'], before: Snapshot, after: Snapshot): Memory['comparisons'] {
  const comparisons = new Map(known);
  for (const code of after.codes.values()) {
    const charged = code.attempts - (before.codes.get(code.id)?.attempts ?? 0);
    const holder = after.users.get(code.user_id);
    if (code.purpose !== 'activation' || code.digits >= 8 || charged === 0 || !holder) continue;
    const made = Array<Comparison>(charged).fill({ from: before.now, to: after.now });
    comparisons.set(holder.email, [...(comparisons.get(holder.email) ?? []), ...made]);
  }
  return comparisons;
}
