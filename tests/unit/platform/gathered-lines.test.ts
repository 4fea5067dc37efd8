import { createLogger, GatheredLines } from '@gatehouse/platform/logging';

const { useFakeTimers, useRealTimers, advanceTimersByTime } = import.meta.jest;

describe('lines of the log', () => {
  let writes: string[];
  let lines: GatheredLines;
  const said = () => writes.map((text) => [...text.matchAll(/"msg":"([^"]*)"/g)].map(([, words]) => words));

  beforeEach(() => {
    useFakeTimers();
    writes = [];
    lines = new GatheredLines({ write: (text) => writes.push(text) });
  });
  afterEach(() => {
    useRealTimers();
  });

  const log = () => createLogger({ environment: 'production', logLevel: 'info' }, 'tests', lines);

  it('are written together within a tenth of a second', () => {
    const logger = log();
    for (const words of ['one', 'two', 'three']) logger.info(words);
    expect(writes).toEqual([]);
    advanceTimersByTime(100);
    logger.info('four');
    advanceTimersByTime(100);
    expect(said()).toEqual([['one', 'two', 'three'], ['four']]);
  });

  it('are written at once, with those before them, from a warning on', () => {
    const logger = log();
    logger.info('before');
    logger.child({ part: 1 }).warn('beware');
    logger.error('broken');
    expect(said()).toEqual([['before', 'beware'], ['broken']]);
  });

  it('are written sooner when they are many', () => {
    const logger = log();
    for (let line = 0; line < 1_000; line++) logger.info('again');
    lines.flush();
    expect(said().flat()).toHaveLength(1_000);
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.length).toBeLessThan(50);
  });

  it('are no write at all when there are none', () => {
    log();
    lines.flush();
    advanceTimersByTime(1_000);
    expect(writes).toEqual([]);
  });
});
