import type { MailProviderName, MailProviderSettings, MailSettings } from '@gatehouse/platform/config';
import type { MailProvider, OutgoingMail, SentMail } from '../../application/ports/providers.js';
import { brevo } from '../brevo/brevo.js';
import { mailgun } from '../mailgun/mailgun.js';
import { MailjetMailProvider } from '../mailjet/mailjet-mail-provider.js';
import { postmark } from '../postmark/postmark.js';
import { resend } from '../resend/resend.js';
import { sendgrid } from '../sendgrid/sendgrid.js';
import { ses } from '../ses/ses.js';
import { SmtpMailProvider } from '../smtp/smtp-mail-provider.js';
import type { CallOptions } from '../undici/call-provider.js';
import { basic, checkOver, type HttpContract, HttpProvider } from '../undici/http-provider.js';
import { mailWebhook } from '../webhook/webhook.js';

type From = MailSettings['sender'];
type Settings<N extends MailProviderName> = MailProviderSettings[N];
type Maker<N extends MailProviderName> = (settings: Settings<N>, from: From, options: CallOptions) => MailProvider;

const mailjet = (settings: Settings<'mailjet' | 'sandbox'>, from: From, options: CallOptions): MailProvider => {
  const { url: baseUrl, apiKey, apiSecret } = settings;
  const request = { path: '/v3/REST/sender?Limit=1', headers: { authorization: basic(apiKey, apiSecret) } };
  return Object.assign(new MailjetMailProvider({ ...options, baseUrl, apiKey, apiSecret, from }), {
    check: checkOver({ ...options, baseUrl }, request),
  });
};

/** A provider with an HTTP API: its contract is all that it takes. */
const overHttp =
  <N extends MailProviderName>(contract: (settings: Settings<N>) => HttpContract<SentMail>): Maker<N> =>
  (settings, from, options) =>
    new HttpProvider(withSender(contract(settings), from), { ...options, baseUrl: settings.url });

const MAKERS: { readonly [N in MailProviderName]: Maker<N> } = {
  sandbox: mailjet,
  mailjet,
  postmark: overHttp(postmark),
  sendgrid: overHttp(sendgrid),
  resend: overHttp(resend),
  mailgun: overHttp(mailgun),
  brevo: overHttp(brevo),
  ses: overHttp(ses),
  webhook: overHttp(mailWebhook),
  smtp: (settings, from, options) => new SmtpMailProvider(settings, from, options),
};

/** The adapter of a configured provider. */
export function mailProvider<N extends MailProviderName>(
  settings: Settings<N>,
  from: From,
  options: Omit<CallOptions, 'name'>,
): MailProvider {
  const maker: Maker<N> = MAKERS[settings.name];
  return maker(settings, from, { ...options, name: settings.name });
}

const withSender = (contract: HttpContract<SentMail>, from: From): HttpContract<OutgoingMail> => ({
  ...contract,
  request: (mail) => contract.request({ ...mail, from: mail.from ?? from }),
});
