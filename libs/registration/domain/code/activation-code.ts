import type { Code } from './code.js';

/** The code of a registration, which proves its mailbox: one kind of `Code`. It goes to the address that was signed up with. */
export interface ActivationCode extends Code {
  readonly purpose: 'activation';
  readonly userId: string;
}

/** Whose activation code is to be issued. */
export const activationCodeOf = (userId: ActivationCode['userId'], redirect: string | null = null) =>
  ({ purpose: 'activation', userId, target: null, redirect }) as const satisfies Partial<ActivationCode> & {
    target: null;
    redirect: string | null;
  };
