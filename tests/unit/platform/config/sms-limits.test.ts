import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Environment, readSettings, SettingsFault } from '@gatehouse/platform/config';

const key = (id: string) => `${id}:${createHash('sha256').update(id).digest('base64')}`;
const LEAST: Environment = {
  DATABASE_URL: 'postgres://localhost/gatehouse',
  CODE_KEYS: key('first'),
  TOKEN_KEYS: key('tokens'),
};
const smsOf = (environment: Environment) => readSettings({ ...LEAST, ...environment }).sms;
const faultsOf = (environment: Environment): readonly string[] => {
  try {
    smsOf(environment);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
  return [];
};

describe('ceilings of SMS', () => {
  it('are those that are set, and no others', () => {
    expect(smsOf({}).ceilings).toEqual({});
    expect(smsOf({ SMS_PER_RANGE_AND_HOUR: '8', SMS_LEAST_PROVEN_PERCENT: '20' }).ceilings).toEqual({
      perRangeAndHour: 8,
      leastProvenPercent: 20,
    });
  });

  it.each([
    ['SMS_PER_RANGE_AND_HOUR', '0', '1 to 1000'],
    ['SMS_LEAST_PROVEN_PERCENT', '101', '0 to 100'],
    ['SMS_STOP_SECONDS', 'long', '600 to 2592000'],
  ])('are whole numbers in their range: %s=%s', (name, text, range) => {
    expect(faultsOf({ [name]: text })).toEqual([`${name} must be a whole number from ${range}`]);
  });
});

describe('prices of SMS', () => {
  const EUR = '{"currency": "EUR", "prices": {"+33": "0.0749", "1": "0.0079", "*": "0.10"}}';
  const read = {
    currency: 'EUR',
    byPrefix: new Map([
      ['33', '0.0749'],
      ['1', '0.0079'],
      ['*', '0.10'],
    ]),
  };

  it('are unknown unless somebody says so', () => expect(smsOf({}).prices).toBeNull());

  it('are a table by prefix, digit by digit as it is written', () => {
    expect(smsOf({ SMS_PRICES: EUR }).prices).toEqual(read);
  });

  it('may be in a file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'prices-'));
    try {
      const file = path.join(folder, 'prices.json');
      await writeFile(file, EUR);
      expect(smsOf({ SMS_PRICES: file }).prices).toEqual(read);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['no file', '/nowhere/prices.json', 'must be JSON, or a file with JSON'],
    ['broken JSON', '{"currency": ', 'must be JSON, or a file with JSON'],
    ['no currency', '{"prices": {"33": "1"}}', 'must name its currency'],
    ['a currency in words', '{"currency": "euro", "prices": {"33": "1"}}', 'must name its currency'],
    ['no price', '{"currency": "EUR", "prices": {}}', 'must have prices'],
    ['a price as a number', '{"currency": "EUR", "prices": {"33": 0.1}}', 'must have prices'],
    ['a negative price', '{"currency": "EUR", "prices": {"33": "-1"}}', 'must have prices'],
    ['a country instead of a prefix', '{"currency": "EUR", "prices": {"FR": "1"}}', 'must have prices'],
  ])('are refused where there is %s', (_, text, fault) => {
    expect(faultsOf({ SMS_PRICES: text })).toEqual([expect.stringContaining(`SMS_PRICES ${fault}`)]);
  });
});
