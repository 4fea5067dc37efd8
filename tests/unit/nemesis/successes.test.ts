import { isWorkingSince, successesOf } from '../../nemesis/history/successes.js';

type Calls = Parameters<typeof successesOf>[0]['calls'];
type Messages = Parameters<typeof successesOf>[0]['taken'];

const call = (op: string, answeredAt: number | null, status = 200) => ({ op, answeredAt, status }) as Calls[number];
const message = (at: number) => ({ at }) as Messages[number];

describe('what shows that the service works', () => {
  const history = {
    calls: [
      call('sign-up', 120, 201),
      call('probe-read', 90),
      call('probe-read', 60),
      call('probe-read', 130, 503),
      call('sign-up', 140, 0),
      call('sign-in', 150),
    ],
    taken: [message(110), message(70)],
  };

  it('is a read, a sign-up and a mail that were done, in order of time', () => {
    expect(successesOf(history)).toEqual({ read: [60, 90], signUp: [120], mail: [70, 110] });
  });

  it('is all three of them after a fault', () => {
    expect(isWorkingSince(history, 90)).toBe(true);
    expect(isWorkingSince(history, 91)).toBe(false);
    expect(isWorkingSince({ ...history, calls: [...history.calls, call('probe-read', 112)] }, 111)).toBe(false);
  });
});
