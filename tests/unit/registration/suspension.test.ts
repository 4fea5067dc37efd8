import { changeSuspension } from '../../../libs/registration/domain/user/user.js';

describe('suspending and resuming', () => {
  it.each([
    ['active', 'suspended', 'changed'],
    ['suspended', 'suspended', 'unchanged'],
    ['suspended', 'active', 'changed'],
    ['active', 'active', 'unchanged'],
  ] as const)('of an %s account to %s leaves it %s', (state, wished, value) => {
    expect(changeSuspension(state, wished)).toEqual({ ok: true, value });
  });

  it.each([
    ['pending', 'activation-required'],
    ['superseded', 'account-unknown'],
    ['erased', 'account-unknown'],
    [null, 'account-unknown'],
  ] as const)('of what is %s is refused: %s', (state, error) => {
    expect(changeSuspension(state, 'suspended')).toEqual({ ok: false, error });
    expect(changeSuspension(state, 'active')).toEqual({ ok: false, error });
  });
});
