import { faultKind } from '@gatehouse/platform/postgres';
import postgres from 'postgres';

const ofServer = (code: string) => Object.assign(new postgres.PostgresError({} as never), { code, severity: 'ERROR' });
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('an error of the database', () => {
  const states: Readonly<Record<'busy' | 'gone' | 'bug', readonly string[]>> = {
    busy: ['40001', '40P01', '53000', '53100', '53200', '53300', '53400', '55006', '55P03', '57014'],
    gone: [
      ...['08000', '08003', '08006', '08P01', '25006', '28000', '28P01', '3D000', '25P03', '25P04'],
      ...['57P01', '57P02', '57P03', '57P04', '57P05', '58000', '58030', '58P01'],
    ],
    bug: ['0A000', '22P02', '22001', '23505', '23514', '25P02', '42501', '42601', '42P01', '54000', 'P0001', 'XX000'],
  };

  it.each(Object.entries(states).flatMap(([kind, codes]) => codes.map((code) => [code, kind])))(
    'with the SQLSTATE %s is %s',
    (code, kind) => {
      expect(faultKind(ofServer(code)) ?? 'bug').toBe(kind);
    },
  );

  it.each([
    ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT', 'SASL_SIGNATURE_MISMATCH'],
    ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'],
    ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'EACCES', 'EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOTCONN', 'EPROTO'],
    ...['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ...['ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ])('of the driver or the socket, %s, is gone', (code) => {
    expect(faultKind(withCode(code))).toBe('gone');
  });

  it('that the driver raises for a statement it was told to cancel is busy', () => {
    expect(faultKind(withCode('57014'))).toBe('busy');
  });

  it.each(['COPY_IN_PROGRESS', 'MAX_PARAMETERS_EXCEEDED', 'NOT_TAGGED_CALL', 'UNDEFINED_VALUE', 'UNSAFE_TRANSACTION'])(
    'that the driver raises for its misuse, %s, is a bug',
    (code) => {
      expect(faultKind(withCode(code))).toBeNull();
    },
  );

  it('of the language is a bug, but for bytes that are no answer of PostgreSQL', () => {
    expect(faultKind(new TypeError('x is not a function'))).toBeNull();
    expect(faultKind(Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeNull();
    expect(faultKind(Object.assign(new RangeError('x'), { code: 'ERR_OUT_OF_RANGE' }))).toBe('gone');
    expect(faultKind(new Error('anything'))).toBeNull();
  });
});
