/**
 * A place in the log. Transactions commit in another order than they begin, so the place is the transaction's id,
 * and a row counts only when no older transaction is still open. Transaction ids start again in a restored cluster:
 * hence the epoch. Numbers of 64 bits are text.
 */
export interface Cursor {
  readonly epoch: number;
  readonly transactionId: string;
  readonly position: string;
}

/** Before the first event that ever was. */
export const START: Cursor = { epoch: 0, transactionId: '0', position: '0' };

/** What `cursorText` writes, within what PostgreSQL's types hold. */
const CURSOR_PATTERN = /^(\d{1,9})-(\d{1,19})-(\d{1,18})$/;

/** A cursor as it is handed to callers, who need not know what it is made of. */
export const cursorText = ({ epoch, transactionId, position }: Cursor): string =>
  `${epoch}-${transactionId}-${position}`;

/** @throws Error for what `cursorText` would not have written */
export function parseCursor(text: string): Cursor {
  const [, epoch, transactionId, position] = CURSOR_PATTERN.exec(text) ?? [];
  if (epoch === undefined || transactionId === undefined || position === undefined) throw new Error('No cursor');
  return { epoch: Number(epoch), transactionId, position };
}

export function isBefore(one: Cursor, other: Cursor): boolean {
  if (one.epoch !== other.epoch) return one.epoch < other.epoch;
  if (one.transactionId !== other.transactionId) return BigInt(one.transactionId) < BigInt(other.transactionId);
  return BigInt(one.position) < BigInt(other.position);
}

export const laterOf = (one: Cursor, other: Cursor): Cursor => (isBefore(one, other) ? other : one);
