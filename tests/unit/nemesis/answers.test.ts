import { Verdict } from '../../nemesis/checker/invariant.js';
import { INVARIANTS_OF_ANSWERS } from '../../nemesis/checker/invariants/answers.js';

type Evidence = Parameters<(typeof INVARIANTS_OF_ANSWERS)[number]['check']>[0];

const call = (n: number, status: number, requestId: string | null) => ({
  n,
  op: 'sign-up',
  status,
  code: status === 500 ? 'internal' : null,
  about: {},
  body: requestId === null ? null : { requestId },
});

/** What the checker says of these calls, where the logs have these lines. */
function violationsOf(calls: readonly ReturnType<typeof call>[], log: string) {
  const verdict = new Verdict();
  const [invariant] = INVARIANTS_OF_ANSWERS;
  invariant?.check({ history: { calls }, logs: new Map([['api1', log]]) } as unknown as Evidence, verdict);
  return verdict.violations;
}

describe('an answer that no client has caused', () => {
  it('is shown with what the logs say of it, and by the lines of its own call', () => {
    const log = '{"requestId":"r-1","msg":"request"}\n{"requestId":"r-2","msg":"A request failed"}\n';
    expect(violationsOf([call(1, 201, 'r-1'), call(2, 500, 'r-2')], log)).toEqual([
      {
        text: 'call 2 (sign-up) was answered 500 internal: api1: {"requestId":"r-2","msg":"A request failed"}',
        about: ['"n":2,"who"'],
      },
    ]);
  });

  it('is shown where no log has it, too', () => {
    const texts = violationsOf([call(1, 500, 'r-3'), call(2, 500, null)], 'nothing\n').map(({ text }) => text);
    expect(texts).toEqual([
      'call 1 (sign-up) was answered 500 internal: no log has r-3',
      'call 2 (sign-up) was answered 500 internal: no request id',
    ]);
  });

  it('is none where the service is busy, refuses, or gives no answer', () => {
    expect(violationsOf([call(1, 503, 'r-1'), call(2, 409, 'r-2'), call(3, 0, null)], '')).toEqual([]);
  });
});
