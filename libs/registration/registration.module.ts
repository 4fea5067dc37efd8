import { ContainerModule } from 'inversify';
import { bindAdapters } from './bindings/adapters.js';
import { bindCodes } from './bindings/codes.js';
import { bindFunnel } from './bindings/funnel.js';
import { bindMessages } from './bindings/messages.js';
import { bindOwnAccount } from './bindings/own-account.js';
import { bindQueries } from './bindings/queries.js';
import { bindRecovery } from './bindings/recovery.js';
import { bindSignUp } from './bindings/sign-up.js';
import { bindStanding } from './bindings/standing.js';
import { bindTransfer } from './bindings/transfer.js';

export { REGISTRATION } from './bindings/tokens.js';

/** Registration, wired: one file of bindings for each of its concerns. */
export const registrationModule = new ContainerModule((options) => {
  bindAdapters(options);
  bindCodes(options);
  bindSignUp(options);
  bindOwnAccount(options);
  bindRecovery(options);
  bindMessages(options);
  bindStanding(options);
  bindTransfer(options);
  bindFunnel(options);
  bindQueries(options);
});
