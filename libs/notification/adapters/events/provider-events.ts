import type { Settings } from '@gatehouse/platform/config';
import type { EventSource, EventSources, ReadReport, Report, Teller } from '../../application/ports/provider-events.js';
import type { FollowedProviders } from '../../application/ports/providers.js';
import { brevoEvents } from '../brevo/brevo-events.js';
import { mailgunEvents } from '../mailgun/mailgun-events.js';
import { mailjetEvents } from '../mailjet/mailjet-events.js';
import { messagebirdEvents } from '../messagebird/messagebird-events.js';
import { postmarkEvents } from '../postmark/postmark-events.js';
import { resendEvents } from '../resend/resend-events.js';
import { sendgridEvents } from '../sendgrid/sendgrid-events.js';
import { sesEvents } from '../ses/ses-events.js';
import type { GetText } from '../ses/sns-certificates.js';
import { twilioEvents } from '../twilio/twilio-events.js';
import { vonageEvents } from '../vonage/vonage-events.js';
import { webhookEvents } from '../webhook/webhook-events.js';
import { eventsUrl, type ReportContract } from './report-contract.js';

type Providers = Pick<Settings, 'mail' | 'sms' | 'http'>;
type MailSettings = Providers['mail']['providers'][number];
type TextSettings = Providers['sms']['providers'][number];

interface KnownTeller extends Teller {
  readonly contract: ReportContract;
}

/** Null if its setting is empty: the provider does not report. */
function mailContract(settings: MailSettings, get: GetText): ReportContract | null {
  if (!('events' in settings) || settings.events === '') return null;
  switch (settings.name) {
    case 'sandbox':
    case 'mailjet':
      return mailjetEvents(settings);
    case 'postmark':
      return postmarkEvents(settings);
    case 'sendgrid':
      return sendgridEvents(settings);
    case 'resend':
      return resendEvents(settings);
    case 'mailgun':
      return mailgunEvents(settings);
    case 'brevo':
      return brevoEvents(settings);
    case 'ses':
      return sesEvents(settings, get);
    case 'webhook':
      return webhookEvents(settings);
  }
}

function textContract(settings: TextSettings, http: Providers['http']): ReportContract | null {
  switch (settings.name) {
    case 'sandbox':
    case 'twilio':
      if (settings.events === 'off') return null;
      return twilioEvents({ ...settings, callbackUrl: eventsUrl(http.publicUrl, settings.name) });
    case 'vonage':
      return settings.events === '' ? null : vonageEvents(settings);
    case 'messagebird':
      return settings.events === '' ? null : messagebirdEvents(settings);
    case 'webhook':
      return settings.events === '' ? null : webhookEvents(settings);
  }
}

const tellerOf = (
  channel: Teller['channel'],
  provider: string,
  contract: ReportContract | null,
): readonly KnownTeller[] => (contract === null ? [] : [{ channel, provider, contract }]);

/** The configured providers that report what became of messages. */
export class ConfiguredEventSources implements EventSources, FollowedProviders {
  readonly #tellers: readonly KnownTeller[];

  /** @param get for the certificates of Amazon SNS */
  constructor({ mail, sms, http }: Providers, get: GetText) {
    this.#tellers = [
      ...mail.providers.flatMap((settings) => tellerOf('mail', settings.name, mailContract(settings, get))),
      ...sms.providers.flatMap((settings) => tellerOf('sms', settings.name, textContract(settings, http))),
    ];
  }

  has(channel: 'mail' | 'sms', provider: string): boolean {
    return this.#tellers.some((teller) => teller.channel === channel && teller.provider === provider);
  }

  /** Mails and text messages may each have a provider of this name: the signature says whose request it is. */
  named(name: string): EventSource | null {
    const tellers = this.#tellers.filter(({ provider }) => provider === name);
    if (tellers.length === 0) return null;
    return {
      admits: (headers) => tellers.some(({ contract }) => contract.admits?.(headers) ?? true),
      read: (report, now) => readBy(tellers, report, now),
    };
  }
}

async function readBy(tellers: readonly KnownTeller[], report: Report, now: Date): Promise<ReadReport> {
  for (const { contract, ...teller } of tellers) {
    const isAdmitted = contract.admits?.(report.headers) ?? true;
    if (!isAdmitted || !((await contract.isGenuine?.(report, now)) ?? true)) continue;
    const outcomes = await contract.read(report, now);
    return outcomes === null ? 'unreadable' : { ...teller, outcomes };
  }
  return 'forged';
}
