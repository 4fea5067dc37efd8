import { type Command, type CommandBus, type CommandContext, err, ok, refusal } from '@gatehouse/kernel';
import { fieldErrors } from '@gatehouse/platform/validation';
import { AbandonActivationCode, DispatchActivationCode, StartActivationCode } from '@gatehouse/registration/contract';
import { RegistrationCodes } from '../../../libs/notification/adapters/registration/registration-context.js';

const CODE = '0197a000-0000-7000-8000-000000000002';
const context: CommandContext = { application: 'acme', network: null, requestId: 'request-1' };

/** A bus that answers everything alike and remembers what it was asked. */
function busThatAnswers(answer: unknown) {
  const asked: { command: Command<unknown>; context: CommandContext }[] = [];
  const bus: CommandBus = {
    execute: async <R>(command: Command<R>, given: CommandContext) => {
      asked.push({ command, context: given });
      return answer as R;
    },
  };
  return { asked, codes: new RegistrationCodes(() => bus) };
}

describe('registration’s codes, by its commands', () => {
  it('are dispatched for the time of one send, in whole seconds', async () => {
    const { asked, codes } = busThatAnswers(ok({ kind: 'already-accepted' }));
    expect(await codes.dispatch(CODE, { sendTimeoutSeconds: 9.5, isRetried: false }, context)).toEqual({
      kind: 'already-accepted',
    });
    expect(asked).toEqual([{ command: expect.any(DispatchActivationCode), context }]);
    expect(asked[0]?.command).toMatchObject({ codeId: CODE, sendTimeoutSeconds: 10 });
  });

  it('are started and abandoned', async () => {
    const { asked, codes } = busThatAnswers(ok(null));
    await codes.start(CODE, true, context);
    await codes.abandon(CODE, 'refused', context);
    expect(asked.map(({ command }) => command)).toEqual([
      expect.any(StartActivationCode),
      expect.any(AbandonActivationCode),
    ]);
    expect(asked[1]?.command).toMatchObject({ codeId: CODE, reason: 'refused' });
  });

  it('are asked for in the form that the contract wants', async () => {
    const { asked, codes } = busThatAnswers(ok({ kind: 'already-accepted' }));
    await codes.dispatch(CODE, { sendTimeoutSeconds: 10, isRetried: true }, context);
    await codes.start(CODE, true, context);
    await codes.abandon(CODE, 'deadline-passed', context);
    expect(asked.flatMap(({ command }) => fieldErrors(command))).toEqual([]);
  });

  it.each(['code-over', 'code-unknown'] as const)('may be gone: %s', async (reason) => {
    const { codes } = busThatAnswers(err(refusal(reason)));
    expect(await codes.dispatch(CODE, { sendTimeoutSeconds: 10, isRetried: true }, context)).toEqual({
      kind: 'over',
      reason,
    });
    await codes.start(CODE, true, context);
    await codes.abandon(CODE, 'refused', context);
  });

  it('are a fault of ours when registration refuses the command itself', async () => {
    const { codes } = busThatAnswers(err(refusal('validation-failed')));
    await expect(codes.dispatch(CODE, { sendTimeoutSeconds: 10, isRetried: true }, context)).rejects.toThrow(
      'validation-failed',
    );
    await expect(codes.start(CODE, true, context)).rejects.toThrow('validation-failed');
    await expect(codes.abandon(CODE, 'refused', context)).rejects.toThrow('validation-failed');
  });
});
