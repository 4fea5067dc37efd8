import { bindHandlers } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { AbandonActivationCodeHandler } from '../application/messages/abandon-activation-code.js';
import { AbandonNoticeHandler } from '../application/messages/abandon-notice.js';
import { AcceptNoticeHandler } from '../application/messages/accept-notice.js';
import { DispatchActivationCodeHandler } from '../application/messages/dispatch-activation-code.js';
import { DispatchNoticeHandler } from '../application/messages/dispatch-notice.js';
import { StartActivationCodeHandler } from '../application/messages/start-activation-code.js';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  DispatchActivationCode,
  DispatchNotice,
  StartActivationCode,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** Codes and notices on their way, as notification asks for them. */
export function bindMessages({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(DispatchActivationCode, DispatchActivationCodeHandler, {
    applications: REGISTRATION.applications,
    codes: REGISTRATION.codes,
    digits: REGISTRATION.codeDigits,
  });
  onCommand(StartActivationCode, StartActivationCodeHandler, { codes: REGISTRATION.codes });
  onCommand(AbandonActivationCode, AbandonActivationCodeHandler, { codes: REGISTRATION.codes });
  onCommand(DispatchNotice, DispatchNoticeHandler, { notices: REGISTRATION.notices, tokens: REGISTRATION.undoTokens });
  onCommand(AcceptNotice, AcceptNoticeHandler, { notices: REGISTRATION.notices });
  onCommand(AbandonNotice, AbandonNoticeHandler, { notices: REGISTRATION.notices });
}
