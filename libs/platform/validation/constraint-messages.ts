/** What class-validator's constraints say, in usual words. `N` stands for the limit. */
const MESSAGES: Readonly<Record<string, string>> = {
  isString: 'Must be a string',
  isBoolean: 'Must be true or false',
  isInt: 'Must be a whole number',
  min: 'Must be at least N',
  max: 'Must be at most N',
  isArray: 'Must be a list',
  arrayMaxSize: 'Must have at most N items',
  minLength: 'Must have at least N characters',
  maxLength: 'Must have at most N characters',
  isIso8601: 'Must be a date, as YYYY-MM-DD',
  isRFC3339: 'Must be a date and time, such as 2026-11-21T09:00:00Z',
  isUuid: 'Must be a UUID',
  nestedValidation: 'Must be an object',
  whitelistValidation: 'Unknown field',
};

/**
 * @param told the library's own message, or the one that the field's decorator gives
 * @param limit what the message names
 */
export function constraintMessage(constraint: string, told: string, limit: string | undefined): string {
  const isOfEach = told.startsWith('each value in ');
  const message = MESSAGES[constraint]?.replace('N', limit ?? '');
  if (message !== undefined) return isOfEach ? `Each ${message.charAt(0).toLowerCase()}${message.slice(1)}` : message;
  if (constraint === 'isIn') return `Must be one of ${told.slice(told.indexOf(': ') + 2)}`;
  // Nobody is shown a regular expression.
  return told.endsWith(' regular expression') ? 'Invalid format' : told;
}
