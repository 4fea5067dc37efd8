import { ActivateUser, type Profile, ProveRegisteredPhone } from '@gatehouse/registration/contract';
import {
  ActivateUserHandler,
  ProveRegisteredPhoneHandler,
} from '../../../../../libs/registration/application/sign-up/activate-user.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { sentCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { ADA, context, PASSWORD, pendingOf } from '../../../../support/registration/in-memory/password-stage.js';

const PHONE = '+33612345678';
const PROFILE = { id: 'mine', state: 'active' } as Profile;

describe('a registration becomes an account', () => {
  let stage: CodeStage;
  beforeEach(() => {
    stage = new CodeStage();
    stage.codes.outcomes = [{ kind: 'proven', profile: PROFILE }];
  });
  const proof = { email: ADA, password: PASSWORD };
  const active = { ok: true, value: { ...PROFILE, missing: [], feedbackToken: null } };
  const given = (registration: Parameters<typeof pendingOf>[1], code: ReturnType<typeof sentCode>) =>
    stage.tries.set(ADA, { unproven: [pendingOf('mine', registration)], codes: [{ ...code, userId: 'mine' }] });

  it('by the code from its mail and its password', async () => {
    given({}, sentCode('code 2222'));
    const command = Object.assign(new ActivateUser(), { ...proof, code: '2222' });
    expect(await new ActivateUserHandler({ prover: stage.registrationProver }).execute(command, context)).toEqual(
      active,
    );
    expect(stage.codes.tries).toMatchObject([{ purpose: 'activation', winner: { effect: { proof: 'email' } } }]);
  });

  it('by the code from its SMS and its password, where its mailbox is proven', async () => {
    given(
      { emailVerified: true, phone: PHONE, phoneRequired: true },
      sentCode('code 222222', { purpose: 'phone', digits: 6, target: PHONE }),
    );
    const command = Object.assign(new ProveRegisteredPhone(), { ...proof, code: '222222' });
    const handler = new ProveRegisteredPhoneHandler({ prover: stage.registrationProver });
    expect(await handler.execute(command, context)).toEqual(active);
    expect(stage.codes.tries).toMatchObject([{ purpose: 'phone', winner: { effect: { proof: 'phone' } } }]);
  });
});
