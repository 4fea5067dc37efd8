import { GatehouseAccount } from './gatehouse-account.js';
import { GatehouseActivation } from './gatehouse-activation.js';
import { GatehouseEmailUndo } from './gatehouse-email-undo.js';
import { GatehouseReset } from './gatehouse-reset.js';
import { GatehouseSignIn } from './gatehouse-sign-in.js';
import { GatehouseSignUp } from './gatehouse-sign-up.js';

export type { PendingPerson } from './gatehouse-activation.js';
export { GatehouseAccount, GatehouseActivation, GatehouseEmailUndo, GatehouseReset, GatehouseSignIn, GatehouseSignUp };

const ELEMENTS = {
  'gatehouse-activation': GatehouseActivation,
  'gatehouse-sign-up': GatehouseSignUp,
  'gatehouse-sign-in': GatehouseSignIn,
  'gatehouse-reset': GatehouseReset,
  'gatehouse-account': GatehouseAccount,
  'gatehouse-email-undo': GatehouseEmailUndo,
};

declare global {
  interface HTMLElementTagNameMap {
    'gatehouse-activation': GatehouseActivation;
    'gatehouse-sign-up': GatehouseSignUp;
    'gatehouse-sign-in': GatehouseSignIn;
    'gatehouse-reset': GatehouseReset;
    'gatehouse-account': GatehouseAccount;
    'gatehouse-email-undo': GatehouseEmailUndo;
  }
}

for (const [name, element] of Object.entries(ELEMENTS)) {
  // Two copies of the module on a page are one too many, and no reason to fail.
  if (!customElements.get(name)) customElements.define(name, element);
}
