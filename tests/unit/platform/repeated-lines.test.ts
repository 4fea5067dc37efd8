import { Writable } from 'node:stream';
import { createLogger } from '@gatehouse/platform/logging';

const { useFakeTimers, useRealTimers, advanceTimersByTime } = import.meta.jest;

interface Line {
  readonly msg: string;
  readonly repeated?: number;
  readonly requestId?: string;
  readonly err?: { readonly message: string };
}

describe('a fault that comes again and again', () => {
  let lines: Line[];
  const logger = () => {
    lines = [];
    const destination = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(JSON.parse(chunk.toString()) as Line);
        done();
      },
    });
    return createLogger({ environment: 'production', logLevel: 'info' }, 'tests', destination);
  };
  const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const otherwise = () => new TypeError('x is not a function');

  beforeEach(() => {
    useFakeTimers();
  });
  afterEach(() => {
    useRealTimers();
  });

  it('is one line a second, and then one that says how many more there were', () => {
    const log = logger();
    for (let request = 0; request < 500; request++)
      log.error({ err: away(), requestId: String(request) }, 'A request failed');
    expect(lines).toMatchObject([{ msg: 'A request failed', requestId: '0' }]);
    advanceTimersByTime(1_000);
    expect(lines.slice(1)).toMatchObject([
      { msg: 'A request failed', repeated: 499, err: { message: 'connect ECONNREFUSED' } },
    ]);
  });

  it('goes on so for as long as it lasts, and is told at once when it comes back later', () => {
    const log = logger();
    for (let tenth = 0; tenth < 50; tenth++) {
      log.error({ err: away() }, 'A request failed');
      advanceTimersByTime(100);
    }
    expect(lines.length).toBeLessThanOrEqual(6);
    advanceTimersByTime(2_000);
    const told = lines.reduce((sum, { repeated = 1 }) => sum + repeated, 0);
    expect(told).toBe(50);
    const before = lines.length;
    log.error({ err: away() }, 'A request failed');
    expect(lines).toHaveLength(before + 1);
  });

  it('holds back no other fault, no other words and no line without a fault', () => {
    const log = logger();
    log.error({ err: away() }, 'A request failed');
    log.error({ err: otherwise() }, 'A request failed');
    log.error({ err: away() }, 'A command failed');
    for (let line = 0; line < 3; line++) log.info({ requestId: String(line) }, 'request');
    expect(lines).toHaveLength(6);
  });

  it('is told whole when it came once', () => {
    const log = logger();
    log.error({ err: away() }, 'A request failed');
    advanceTimersByTime(5_000);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty('repeated');
  });
});
