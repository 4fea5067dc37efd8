import { segmentsOf } from './text-segments.js';

/** What the operator says that a message costs, by the first digits of its number. */
export interface PriceTable {
  /** ISO 4217. */
  readonly currency: string;
  /** Decimals as text, by digits of the calling code and what follows it; `*` for all other numbers. */
  readonly byPrefix: ReadonlyMap<string, string>;
}

/** What one SMS costs by that table. */
export interface TextCost {
  readonly currency: string;
  /** The prefix whose price counts; empty where the table has none. */
  readonly prefix: string;
  /** Of one segment: a decimal as text, so that no digit is lost. */
  readonly price: string;
  readonly segments: number;
}

/** @param phone E.164 */
export function costOf(
  { phone, text }: { readonly phone: string; readonly text: string },
  table: PriceTable,
): TextCost {
  const digits = phone.replace(/\D/g, '');
  const lengths = Array.from(digits, (_, at) => digits.length - at);
  const prefix =
    [...lengths.map((length) => digits.slice(0, length)), '*'].find((each) => table.byPrefix.has(each)) ?? '';
  const { currency, byPrefix } = table;
  return { currency, prefix, price: byPrefix.get(prefix) ?? '0', segments: segmentsOf(text) };
}
