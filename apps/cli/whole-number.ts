import { InvalidArgumentError } from 'commander';

/** Of an option that counts something. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Must be a whole number above 0.');
  return Number(text);
}
