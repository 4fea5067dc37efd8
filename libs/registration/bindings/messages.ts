import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
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
  bind(PLATFORM.commands).toResolvedValue(
    (applications, codes, digits) =>
      handles(DispatchActivationCode, new DispatchActivationCodeHandler(applications, codes, digits)),
    [REGISTRATION.applications, REGISTRATION.codes, REGISTRATION.codeDigits],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (codes) => handles(StartActivationCode, new StartActivationCodeHandler(codes)),
    [REGISTRATION.codes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (codes) => handles(AbandonActivationCode, new AbandonActivationCodeHandler(codes)),
    [REGISTRATION.codes],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices, tokens) => handles(DispatchNotice, new DispatchNoticeHandler(notices, tokens)),
    [REGISTRATION.notices, REGISTRATION.undoTokens],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices) => handles(AcceptNotice, new AcceptNoticeHandler(notices)),
    [REGISTRATION.notices],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (notices) => handles(AbandonNotice, new AbandonNoticeHandler(notices)),
    [REGISTRATION.notices],
  );
}
