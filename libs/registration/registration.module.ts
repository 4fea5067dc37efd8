import { ContainerModule } from 'inversify';
import { bindAdapters } from './bindings/adapters.js';
import { bindAdministration } from './bindings/administration.js';
import { bindCodes } from './bindings/codes.js';
import { bindFeedback } from './bindings/feedback.js';
import { bindOwnAccount } from './bindings/own-account.js';
import { bindQueries } from './bindings/queries.js';
import { bindSignUp } from './bindings/sign-up.js';
import { bindTextTraffic } from './bindings/text-traffic.js';

export { REGISTRATION } from './bindings/tokens.js';

/** The bindings of registration. */
export const registrationModule = new ContainerModule((options) => {
  bindAdapters(options);
  bindCodes(options);
  bindSignUp(options);
  bindOwnAccount(options);
  bindFeedback(options);
  bindTextTraffic(options);
  bindAdministration(options);
  bindQueries(options);
});
