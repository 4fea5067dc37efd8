import { parseDatabaseUrl } from '@gatehouse/platform/postgres';
import { HostChoice } from '../../../../libs/platform/postgres/host-choice.js';

describe('the URL of a database', () => {
  it.each([
    ['postgres://h/d', [{ host: 'h', port: 5432 }]],
    ['postgresql://u@h:6000/d', [{ host: 'h', port: 6000 }]],
    ['postgres://u:p@[::1]:5433/d', [{ host: '::1', port: 5433 }]],
    ['postgres://[2001:db8::1]/d', [{ host: '2001:db8::1', port: 5432 }]],
    [
      'postgres://a:1,b,[::1]:3/d',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 5432 },
        { host: '::1', port: 3 },
      ],
    ],
    ['postgres://%2Frun%2Fpostgresql:6000/d', [{ host: '/run/postgresql', port: 6000 }]],
    ['postgres://u:p@127.0.0.1:6543/d?host=/run/postgresql', [{ host: '/run/postgresql', port: 6543 }]],
    ['postgres:///d?host=/run/postgresql', [{ host: '/run/postgresql', port: 5432 }]],
    [
      'postgres://u@/d?host=a,b&port=1,2',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    ],
    [
      'postgres:///d?host=::1,b&port=7',
      [
        { host: '::1', port: 7 },
        { host: 'b', port: 7 },
      ],
    ],
    ['postgres:///d', [{ host: 'localhost', port: 5432 }]],
  ])('leads where libpq would go: %s', (url, places) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ places, database: 'd' });
  });

  it.each([
    [
      'postgres://a%40b:p%3As%40s%2F%3F%23%25@h/my%20db%2F1',
      { user: 'a@b', password: 'p:s@s/?#%', database: 'my db/1' },
    ],
    ['postgres://u:a:b@h/d', { user: 'u', password: 'a:b' }],
    ['postgres://u:a+b@h/d?application_name=x+y', { password: 'a+b', settings: { application_name: 'x+y' } }],
    ['postgres://h?user=u&password=p&dbname=d', { user: 'u', password: 'p', database: 'd' }],
    ['postgres://h', { user: undefined, password: undefined, database: undefined }],
  ])('is decoded part by part: %s', (url, parts) => {
    expect(parseDatabaseUrl(url)).toMatchObject(parts);
  });

  it('takes what libpq takes where it says what is done anyway', () => {
    const url =
      'postgres://h/d?channel_binding=prefer&gssencmode=disable&keepalives=1&client_encoding=UTF8&sslsni=1&connect_timeout=7' +
      '&load_balance_hosts=random&target_session_attrs=read-write&options=-c%20work_mem%3D8MB';
    expect(parseDatabaseUrl(url)).toMatchObject({
      connectTimeoutMs: 7_000,
      anyHostFirst: true,
      target: 'read-write',
      settings: { options: '-c work_mem=8MB' },
    });
  });

  it.each([
    ['', 'prefer'],
    ['?sslmode=disable', 'disable'],
    ['?sslmode=verify-full', 'verify-full'],
    ['?sslmode=require&sslrootcert=package.json', 'verify-ca'],
    ['?sslrootcert=system', 'verify-full'],
    ['?sslnegotiation=direct', 'require'],
  ])('protects the connection as libpq would: %s', (search, mode) => {
    expect(parseDatabaseUrl(`postgres://h/d${search}`).tls.mode).toBe(mode);
  });

  it.each([
    ['mysql://u:hunter2@h/d', 'must be a URL that starts with postgres:// or postgresql://'],
    ['postgres://u:hunter2#x@h/d', 'has a # that is not percent-encoded (%23)'],
    ['postgres://u:hunt@er2@h/d', 'has an @, / or ? in user, password or a parameter that is not percent-encoded'],
    ['postgres://u:hunt/er2@h/d', 'has an @, / or ? in user, password or a parameter that is not percent-encoded'],
    ['postgres://u:hunt?er2=1@h/d', 'has an @, / or ? in user, password or a parameter that is not percent-encoded'],
    ['postgres://u:100%hunter2@h/d', 'has a % that is not part of an escape: write %25'],
    ['postgres://hunter2:99999/d', 'must have ports from 1 to 65535, and IPv6 addresses in [ ]'],
    ['postgres://u@::1:5432/d', 'must have ports from 1 to 65535, and IPv6 addresses in [ ]'],
    ['postgres://a,b/d?port=1,2,3', 'must have as many ports as hosts'],
    ['postgres://h/d?channel_binding=require', 'has an unsupported value for channel_binding: only disable, prefer'],
    ['postgres://h/d?gssencmode=require', 'has an unsupported value for gssencmode: only disable, prefer'],
    ['postgres://h/d?keepalives_idle=10', 'has an unsupported parameter: keepalives_idle'],
    ['postgres://h/d?hunter2=1', 'has an unsupported parameter: unknown to libpq too'],
    [
      'postgres://h/d?sslmode=hunter2',
      'must have one of disable, allow, prefer, require, verify-ca, verify-full for sslmode',
    ],
    ['postgres://h/d?sslmode=verify-ca', 'must name an sslrootcert for verify-ca'],
    ['postgres://h/d?sslrootcert=/hunter2.pem', 'has a file in sslrootcert that cannot be read (ENOENT)'],
    ['postgres://h/d?sslmode=require&sslrootcert=system', 'must have sslmode=verify-full if sslrootcert is system'],
    [
      'postgres://h/d?sslmode=prefer&sslnegotiation=direct',
      'must have sslmode=require or stronger if sslnegotiation is direct',
    ],
    [
      'postgres://h/d?target_session_attrs=writable',
      'must have one of any, read-write, read-only, primary, standby, prefer-standby for target_session_attrs',
    ],
    ['postgres://h/d?connect_timeout=soon', 'must have a whole number of seconds for connect_timeout'],
  ])('is refused in words that hold nothing of it: %s', (url, words) => {
    expect(() => parseDatabaseUrl(url)).toThrow(expect.objectContaining({ name: 'DatabaseUrlFault', message: words }));
    expect(words).not.toContain('hunt');
  });
});

describe('the choice among several servers', () => {
  const places = ['a', 'b', 'c'].map((host) => ({ host, port: 5432 }));
  const [primary, standby] = [
    { inRecovery: false, readOnly: false },
    { inRecovery: true, readOnly: true },
  ];

  it('stays with the one that suits, and goes on behind one that does not any more', () => {
    const choice = new HostChoice({ places, target: 'read-write', anyHostFirst: false });
    expect([choice.first, choice.suits(0, standby), choice.first]).toEqual([0, false, 1]);
    expect([choice.suits(1, primary), choice.first]).toEqual([true, 1]);
    expect([choice.suits(1, standby), choice.first]).toEqual([false, 2]);
  });

  it('takes a primary where a standby is preferred and none is there', () => {
    const choice = new HostChoice({ places, target: 'prefer-standby', anyHostFirst: false });
    expect([0, 1, 2, 0].map((place) => choice.suits(place, primary))).toEqual([false, false, false, true]);
    expect(choice.suits(1, standby)).toBe(true);
  });

  it.each([
    ['read-only', false, true],
    ['primary', true, false],
    ['standby', false, true],
  ] as const)('knows a server that is %s', (target, asPrimary, asStandby) => {
    const suits = (state: typeof primary) => new HostChoice({ places, target, anyHostFirst: false }).suits(0, state);
    expect([suits(primary), suits(standby)]).toEqual([asPrimary, asStandby]);
  });
});
