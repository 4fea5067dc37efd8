import { readFileSync } from 'node:fs';
import type { SmsPrices } from './settings.js';
import type { SettingsReader } from './settings-reader.js';

/** Digits and decimals as text: a number of JSON is a binary fraction, and 0.1 is none. */
const PRICE = /^\d{1,6}(\.\d{1,8})?$/;
const PREFIX = /^(\+?[1-9]\d{0,9}|\*)$/;

/**
 * What an SMS costs by the prefix of its number, in `SMS_PRICES`: JSON, or the name of a file with it, such as
 * `{"currency": "EUR", "prices": {"33": "0.0749", "1": "0.0079", "*": "0.1"}}`.
 * @returns null without the setting: then nothing is estimated
 */
export function readSmsPrices(read: SettingsReader): SmsPrices | null {
  const text = read.optional('SMS_PRICES');
  if (text === null) return null;
  const table = tableIn(text);
  if (table === null) {
    read.fault('SMS_PRICES must be JSON, or a file with JSON, such as {"currency": "EUR", "prices": {"33": "0.0749"}}');
    return null;
  }
  const { currency, prices } = table;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    read.fault('SMS_PRICES must name its currency by three letters, such as EUR');
    return null;
  }
  const entries = Object.entries(typeof prices === 'object' && prices !== null ? prices : {});
  const isPriced = ([prefix, price]: readonly [string, unknown]) =>
    PREFIX.test(prefix) && typeof price === 'string' && PRICE.test(price);
  if (entries.length === 0 || !entries.every(isPriced)) {
    read.fault(
      'SMS_PRICES must have prices such as {"33": "0.0749", "*": "0.1"}: texts, by the first digits of numbers',
    );
    return null;
  }
  return { currency, byPrefix: new Map(entries.map(([prefix, price]) => [prefix.replace('+', ''), String(price)])) };
}

function tableIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const table: unknown = JSON.parse(text.startsWith('{') ? text : readFileSync(text, 'utf8'));
    return typeof table === 'object' && table !== null ? { ...table } : null;
  } catch {
    return null;
  }
}
