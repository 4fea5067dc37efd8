import 'reflect-metadata';
import { fieldErrors } from '@gatehouse/platform/validation';
import { IsRFC3339 } from 'class-validator';

class Since {
  @IsRFC3339()
  from!: string;
}

const faultsOf = (from: string) =>
  fieldErrors(Object.assign(new Since(), { from })).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a field for a moment', () => {
  it.each([
    '2024-02-29T00:00:00Z',
    '2000-02-29 23:59:59.999999+15:59',
    '0001-01-01T00:00:00Z',
    '9999-12-31t23:59:59-12:00',
  ])('takes %s', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T12:00:00+02:00',
    '2026-04-00T12:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00+16:00',
    '2016-12-31T23:59:60Z',
    `2026-01-01T00:00:00.${'1'.repeat(13)}Z`,
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    'yesterday',
  ])('refuses %s, once', (text) => {
    expect(faultsOf(text)).toEqual(['/from value-invalid']);
  });
});
