import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '@gatehouse/platform/config';
import { REPORT_MAKERS, type Reported, type ReportMaker } from '@gatehouse/sandbox';
import { LOCALHOST_CERTIFICATE } from './localhost-certificate.js';
import { MAIL_ROWS, TEXT_ROWS } from './provider-rows.js';

export interface ReportRow {
  readonly name: string;
  readonly channel: 'mail' | 'sms';
  /** Its settings, with its API at that URL. */
  readonly at: (url: string) => Environment;
  /** What it signs with, and another one that nobody knows. */
  readonly secret: (url: string) => string;
  readonly other: (url: string) => string;
  /** What it reports, of all that there is. */
  readonly kinds: readonly Reported[];
  readonly isBatched: boolean;
  /** Whether who has sent it shows in the headers. */
  readonly inHeaders: boolean;
  /** Whether the signature is of the events as well. */
  readonly signsEvents: boolean;
  /** How old a signature may be, in seconds; null: it has no time. */
  readonly oldest: number | null;
  readonly report: ReportMaker;
}

const PASSWORD = 'the-password-of-the-events';
const SIGNING = `whsec_${'cmVwb3J0'.repeat(4)}`;
const OTHER_SIGNING = `whsec_${'b3RoZXJz'.repeat(4)}`;
export const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:ses-events';

const ec = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const pem = ({ privateKey }: ReturnType<typeof ec>) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const sendgrid = ec();

const identity = (url: string, topic: string) =>
  JSON.stringify({
    topic,
    certificateUrl: `${url}/SimpleNotificationService-0123456789abcdef.pem`,
    privateKey: LOCALHOST_CERTIFICATE.key,
  });

const MAILS: readonly Reported[] = [
  'deferred',
  'soft-bounced',
  'delivered',
  'unsubscribed',
  'hard-bounced',
  'complained',
];
const TEXTS: readonly Reported[] = ['soft-bounced', 'delivered', 'unsubscribed', 'hard-bounced'];
const without = (kind: Reported) => MAILS.filter((each) => each !== kind);

type Signing = Pick<ReportRow, 'kinds' | 'isBatched' | 'oldest' | 'inHeaders' | 'signsEvents'> & {
  readonly events: Environment;
  readonly secret: string | ((url: string) => string);
  readonly other: string | ((url: string) => string);
};

function row(channel: 'mail' | 'sms', name: string, { events, secret, other, ...signing }: Signing): ReportRow {
  const provider = (channel === 'mail' ? MAIL_ROWS : TEXT_ROWS).find((each) => each.name === name);
  const report = REPORT_MAKERS[name];
  if (!provider || !report) throw new Error(`No provider ${name}`);
  const textOf = (value: string | ((url: string) => string)) => (typeof value === 'string' ? () => value : value);
  return {
    ...signing,
    name,
    channel,
    report,
    secret: textOf(secret),
    other: textOf(other),
    at: (url) => ({ ...provider.at(url), ...events }),
  };
}

const password = (setting: string, kinds: readonly Reported[], isBatched: boolean): Signing => ({
  events: { [setting]: PASSWORD },
  secret: PASSWORD,
  other: `${PASSWORD}!`,
  kinds,
  isBatched,
  inHeaders: true,
  signsEvents: false,
  oldest: null,
});

const standard = (setting: string, kinds: readonly Reported[], isBatched: boolean): Signing => ({
  events: { [setting]: SIGNING },
  secret: SIGNING,
  other: OTHER_SIGNING,
  kinds,
  isBatched,
  inHeaders: true,
  signsEvents: true,
  oldest: 300,
});

const key = (setting: string, kinds: readonly Reported[], oldest: number): Signing => ({
  events: { [setting]: 'the-signing-key-of-the-account' },
  secret: 'the-signing-key-of-the-account',
  other: 'the-signing-key-of-another-one',
  kinds,
  isBatched: false,
  inHeaders: true,
  signsEvents: true,
  oldest,
});

/** Every provider that reports, in groups that one deployment may have at once. */
export const REPORT_GROUPS: readonly (readonly ReportRow[])[] = [
  [
    row('mail', 'postmark', password('MAIL_POSTMARK_EVENTS_SECRET', MAILS, false)),
    row('mail', 'mailjet', password('MAIL_MAILJET_EVENTS_SECRET', without('deferred'), true)),
    row('mail', 'sendgrid', {
      events: {
        MAIL_SENDGRID_EVENTS_KEY: sendgrid.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      },
      secret: pem(sendgrid),
      other: pem(ec()),
      kinds: MAILS,
      isBatched: true,
      inHeaders: true,
      signsEvents: true,
      oldest: 86_400,
    }),
    row('mail', 'webhook', standard('MAIL_WEBHOOK_EVENTS_SECRET', MAILS, true)),
    row('sms', 'twilio', {
      events: { SMS_TWILIO_EVENTS: 'on' },
      secret: 'the-key',
      other: 'another-key',
      kinds: TEXTS,
      isBatched: false,
      inHeaders: true,
      signsEvents: true,
      oldest: null,
    }),
    row('sms', 'vonage', key('SMS_VONAGE_EVENTS_SECRET', TEXTS, 86_400)),
    row('sms', 'messagebird', standard('SMS_MESSAGEBIRD_EVENTS_SECRET', TEXTS, false)),
    row('sms', 'webhook', {
      ...standard('SMS_WEBHOOK_EVENTS_SECRET', TEXTS, true),
      events: { SMS_WEBHOOK_EVENTS_SECRET: `whsec_${'dGV4dHMu'.repeat(4)}` },
      secret: `whsec_${'dGV4dHMu'.repeat(4)}`,
    }),
  ],
  [
    row(
      'mail',
      'resend',
      standard(
        'MAIL_RESEND_EVENTS_SECRET',
        MAILS.filter((kind) => kind !== 'unsubscribed'),
        false,
      ),
    ),
    row('mail', 'mailgun', {
      ...key('MAIL_MAILGUN_EVENTS_SECRET', MAILS, 9 * 3_600),
      inHeaders: false,
      signsEvents: false,
    }),
    row('mail', 'brevo', password('MAIL_BREVO_EVENTS_SECRET', MAILS, false)),
    row('mail', 'ses', {
      events: { MAIL_SES_EVENTS_TOPIC: TOPIC },
      secret: (url) => identity(url, TOPIC),
      other: (url) => identity(url, `${TOPIC}-of-another`),
      kinds: without('unsubscribed'),
      isBatched: false,
      inHeaders: false,
      signsEvents: true,
      oldest: 3_600,
    }),
  ],
];
