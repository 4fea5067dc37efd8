import { ConnectionSlots } from '@gatehouse/platform/edge';

const LIMITS = { most: 5, retryAfterSeconds: 7 };
const ofOffice = { key: 'network 203.0.113.7', most: 3 };
const of = (name: string) => ({ key: `registration ${name}`, most: 2 });

describe('the slots of connections that stay open', () => {
  let slots: ConnectionSlots;
  let { signal } = new AbortController();

  beforeEach(() => {
    slots = new ConnectionSlots(LIMITS);
    signal = new AbortController().signal;
  });

  const outcomeOf = (...shares: { readonly key: string; readonly most: number }[]) => {
    try {
      slots.take(shares, signal);
    } catch (error) {
      const { problem, refusal } = error as { problem: { code: string }; refusal: { retryAfterSeconds: number } };
      return { code: problem.code, after: refusal.retryAfterSeconds };
    }
    return 'taken';
  };

  it('are few for each share, and bounded for all', () => {
    const give = [slots.take([of('a'), ofOffice], signal), slots.take([of('a'), ofOffice], signal)];
    expect(outcomeOf(of('a'))).toEqual({ code: 'throttled', after: 7 });
    give.push(slots.take([of('b'), ofOffice], signal));
    expect(outcomeOf(of('c'), ofOffice)).toEqual({ code: 'throttled', after: 7 });
    give.push(slots.take([of('c')], signal), slots.take([of('d')], signal));
    expect(outcomeOf(of('e'))).toEqual({ code: 'busy', after: 7 });
    for (const back of [...give, ...give]) back();
    for (const who of ['a', 'b', 'c', 'd', 'e']) expect(outcomeOf(of(who))).toBe('taken');
    expect(outcomeOf(of('f'))).toEqual({ code: 'busy', after: 7 });
  });

  it('are given back when nobody waits any more, and once', () => {
    const gone = new AbortController();
    const back = slots.take([of('a')], gone.signal);
    slots.take([of('a')], signal);
    expect(outcomeOf(of('a'))).toEqual({ code: 'throttled', after: 7 });
    gone.abort();
    back();
    expect(outcomeOf(of('a'))).toBe('taken');
    expect(outcomeOf(of('a'))).toEqual({ code: 'throttled', after: 7 });
  });

  it('are not kept for who has gone already', () => {
    for (let round = 0; round < 9; round += 1) slots.take([of('a')], AbortSignal.abort());
    expect(outcomeOf(of('a'))).toBe('taken');
  });
});
