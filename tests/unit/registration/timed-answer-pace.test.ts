import { jest } from '@jest/globals';
import { TimedAnswerPace } from '../../../libs/registration/adapters/timers/timed-answer-pace.js';

describe('an answer that keeps a pace', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const answers = (pace: Promise<unknown>): { at: number | null } => {
    const seen: { at: number | null } = { at: null };
    const began = Date.now();
    const note = () => {
      seen.at = Date.now() - began;
    };
    pace.then(note, note);
    return seen;
  };
  const work = (milliseconds: number, end: () => string) => () =>
    new Promise<string>((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(end());
        } catch (error) {
          reject(error as Error);
        }
      }, milliseconds);
    });

  it.each([0, 1, 20, 49])('leaves 50 ms after the question where the work took %d ms', async (milliseconds) => {
    const pace = new TimedAnswerPace(50).keep(work(milliseconds, () => 'done'));
    const seen = answers(pace);
    await jest.advanceTimersByTimeAsync(49);
    expect(seen.at).toBeNull();
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.at).toBe(50);
    expect(await pace).toBe('done');
  });

  it('leaves at once where the work took longer', async () => {
    const seen = answers(new TimedAnswerPace(50).keep(work(80, () => 'done')));
    await jest.advanceTimersByTimeAsync(100);
    expect(seen.at).toBe(80);
  });

  it('keeps the pace if the work fails, and passes the error on', async () => {
    const failing = new TimedAnswerPace(50).keep(
      work(5, () => {
        throw new Error('the database is away');
      }),
    );
    const seen = answers(failing);
    await jest.advanceTimersByTimeAsync(50);
    expect(seen.at).toBe(50);
    await expect(failing).rejects.toThrow('the database is away');
  });
});
