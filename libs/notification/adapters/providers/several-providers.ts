import type { MailSettings, SmsSettings } from '@gatehouse/platform/config';
import type { MailProvider, OutgoingMail, OutgoingText, TextProvider } from '../../application/ports/providers.js';
import { type CallOptions, SEND_TIMEOUT_SECONDS } from '../undici/call-provider.js';
import { type FailoverOptions, FailoverProvider } from './failover-provider.js';
import { mailProvider } from './mail-providers.js';
import { textProvider } from './text-providers.js';

/** Time for each of several, in seconds, so that the next one is asked while somebody still waits for the message. */
const EACH_OF_SEVERAL_SECONDS = 5;
/** Time for all, so that an attempt ends well within the lease of its job, after which another worker would send, too. */
const ALL_SECONDS = 30;

export type SeveralOptions = Omit<CallOptions, 'name' | 'sendTimeoutSeconds' | 'now'> & FailoverOptions;

/** The configured providers of mails as one. */
export const mailProviders = (
  { providers, ofApplications, sender }: MailSettings,
  options: SeveralOptions,
): MailProvider =>
  new FailoverProvider<OutgoingMail>(
    providers.map((settings) => ({
      share: settings.share,
      carrier: mailProvider(settings, sender, { ...options, sendTimeoutSeconds: patienceWith(providers) }),
    })),
    { ...options, ofApplications },
  );

/** The configured providers of text messages as one; with none, every message is refused. */
export const textProviders = (
  { providers, ofApplications, sender }: SmsSettings,
  options: SeveralOptions,
): TextProvider =>
  new FailoverProvider<OutgoingText>(
    providers.map((settings) => ({
      share: settings.share,
      carrier: textProvider(settings, sender, { ...options, sendTimeoutSeconds: patienceWith(providers) }),
    })),
    { ...options, ofApplications },
  );

const patienceWith = (providers: readonly unknown[]): number =>
  providers.length > 1
    ? Math.min(EACH_OF_SEVERAL_SECONDS, Math.floor(ALL_SECONDS / providers.length))
    : SEND_TIMEOUT_SECONDS;
