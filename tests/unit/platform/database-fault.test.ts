import { faultKind } from '@gatehouse/platform/postgres';
import postgres from 'postgres';
import { assertWhole, isRolledBack } from '../../../libs/platform/postgres/database-fault.js';
import { connectionErrors, misuses } from '../../support/driver-errors.js';
import { sqlStates } from '../../support/sql-states.js';

const ofServer = (code: string) => Object.assign(new postgres.PostgresError({} as never), { code, severity: 'ERROR' });
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('an error of the database', () => {
  it.each((['busy', 'gone', 'bug'] as const).map((kind) => [kind, sqlStates(kind)] as const))(
    'is %s with the SQLSTATEs %s',
    (kind, codes) => {
      expect(codes.map((code) => [code, faultKind(ofServer(code)) ?? 'bug'])).toEqual(
        codes.map((code) => [code, kind]),
      );
    },
  );

  it.each(['FATAL', 'PANIC'])('that ends the session is never a bug: %s', (severity) => {
    const kinds = sqlStates('bug').map((code) => faultKind(Object.assign(ofServer(code), { severity })));
    expect(new Set(kinds)).toEqual(new Set(['gone']));
  });

  it('leaves open whether the statement was committed where the server does not know, or a pooler speaks for it', () => {
    const unknown = ['08006', '08007', '08P01', '40003'];
    expect(unknown.map((code) => isRolledBack(ofServer(code)))).toEqual(unknown.map(() => false));
    expect(['40001', '40P01', '53100', '57014', '23505'].every((code) => isRolledBack(ofServer(code)))).toBe(true);
    expect(isRolledBack(Object.assign(ofServer('57P01'), { severity: 'FATAL' }))).toBe(false);
  });

  it.each(connectionErrors)('of the driver or the socket, %s, is gone', (code) => {
    expect(faultKind(withCode(code))).toBe('gone');
  });

  it('that the driver raises for a statement it was told to cancel is busy', () => {
    expect(faultKind(withCode('57014'))).toBe('busy');
  });

  it.each(misuses)('that the driver raises for its misuse, %s, is a bug', (code) => {
    expect(faultKind(withCode(code))).toBeNull();
  });

  it('of the language is a bug, but for bytes that are no answer of PostgreSQL', () => {
    expect(faultKind(new TypeError('x is not a function'))).toBeNull();
    expect(faultKind(Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull();
    expect(faultKind(Object.assign(new RangeError('x'), { code: 'ERR_OUT_OF_RANGE' }))).toBe('gone');
    expect(faultKind(new Error('anything'))).toBeNull();
  });
});

describe('an answer of the database', () => {
  const answer = (rows: readonly object[], said: object) =>
    Object.assign([...rows], { command: 'SELECT', columns: [{}], count: rows.length, ...said });
  const holed = () => {
    const rows = answer([{}, {}], {});
    delete rows[0];
    return rows;
  };

  it.each([
    ['whose rows are as many as the server says', answer([{}], {})],
    ['of no rows, where the server says so', answer([], {})],
    ['of no rows, whose columns were never described', answer([], { columns: undefined })],
    ['without columns, whatever it counts', answer([], { command: 'UPDATE', columns: [], count: 3 })],
    ['of a command that has no rows', answer([], { command: 'LISTEN', columns: null, count: null })],
  ])('is whole: %s', (_what, rows) => {
    expect(() => assertWhole(rows, false)).not.toThrow();
  });

  it.each([
    ['with holes', holed()],
    ['of fewer rows than the server says', answer([{}], { count: 2 })],
    ['of no rows, where the server says that there is one', answer([], { count: 1 })],
    ['whose end was never said', answer([], { command: null, count: null })],
    ['whose columns were never described, nor its rows read', answer([], { columns: null, count: 1 })],
  ])('is not whole, and may have been committed: %s', (_what, rows) => {
    expect(() => assertWhole(rows, false)).toThrow(expect.objectContaining({ kind: 'gone', mayHaveCommitted: true }));
  });
});
