import type { Environment } from '@gatehouse/platform/config';

export interface ProviderRow {
  readonly name: string;
  /** Its settings, with its API at that URL. */
  readonly at: (url: string) => Environment;
  /** The same with credentials that it refuses; absent: it has no call that shows whether they are right. */
  readonly wrong?: Environment;
  /** Sends what it is given twice only once, by our delivery's id. */
  readonly isIdempotent: boolean;
  /** It refuses a repetition, as a message that it has, without its own id of that. */
  readonly refusesRepetition?: true;
  /** It says of a refusal that it is for the sender's sake; absent: it does not tell that from our account. */
  readonly tellsSender?: true;
  /** How long it asks us to wait when its limit is reached, in seconds, whatever header says so; absent: it does not. */
  readonly rateSeconds?: number;
  /** What its refusal of a recipient says of that. */
  readonly bounce: 'rejected' | 'mailbox-unavailable';
  /** What it may answer with 200 without having taken the message; absent: any 2xx is an acceptance. */
  readonly partial?: object;
}

const SECRET = `whsec_${'c2VjcmV0'.repeat(4)}`;

/** Every provider of mails that has an HTTP API. */
export const MAIL_ROWS: readonly ProviderRow[] = [
  {
    name: 'mailjet',
    bounce: 'rejected',
    at: (url) => ({
      MAIL_MAILJET_BASE_URL: url,
      MAIL_MAILJET_API_KEY: 'the-key',
      MAIL_MAILJET_API_SECRET: 'the-secret',
    }),
    wrong: { MAIL_MAILJET_API_SECRET: 'wrong' },
    isIdempotent: false,
    tellsSender: true,
    rateSeconds: 5,
    partial: { Messages: [{ Status: 'error', Errors: [{ StatusCode: 400, ErrorCode: 'mj-0013' }] }] },
  },
  {
    name: 'postmark',
    bounce: 'rejected',
    at: (url) => ({ MAIL_POSTMARK_BASE_URL: `${url}/`, MAIL_POSTMARK_TOKEN: 'the-key' }),
    wrong: { MAIL_POSTMARK_TOKEN: 'wrong' },
    isIdempotent: false,
    tellsSender: true,
    partial: { ErrorCode: 406, Message: 'Inactive' },
  },
  {
    name: 'sendgrid',
    bounce: 'rejected',
    at: (url) => ({ MAIL_SENDGRID_BASE_URL: url, MAIL_SENDGRID_API_KEY: 'the-key' }),
    wrong: { MAIL_SENDGRID_API_KEY: 'wrong' },
    isIdempotent: false,
    tellsSender: true,
    rateSeconds: 5,
    partial: {},
  },
  {
    name: 'resend',
    bounce: 'rejected',
    at: (url) => ({ MAIL_RESEND_BASE_URL: url, MAIL_RESEND_API_KEY: 'the-key' }),
    wrong: { MAIL_RESEND_API_KEY: 'wrong' },
    isIdempotent: true,
    tellsSender: true,
    rateSeconds: 1,
    partial: { object: 'email' },
  },
  {
    name: 'mailgun',
    bounce: 'rejected',
    at: (url) => ({
      MAIL_MAILGUN_BASE_URL: url,
      MAIL_MAILGUN_API_KEY: 'the-key',
      MAIL_MAILGUN_DOMAIN: 'mg.acme.example',
    }),
    wrong: { MAIL_MAILGUN_API_KEY: 'wrong' },
    isIdempotent: false,
    partial: { message: 'Queued.' },
  },
  {
    name: 'brevo',
    bounce: 'rejected',
    at: (url) => ({ MAIL_BREVO_BASE_URL: url, MAIL_BREVO_API_KEY: 'the-key' }),
    wrong: { MAIL_BREVO_API_KEY: 'wrong' },
    isIdempotent: true,
    refusesRepetition: true,
    tellsSender: true,
    rateSeconds: 5,
    partial: {},
  },
  {
    name: 'ses',
    bounce: 'rejected',
    at: (url) => ({
      MAIL_SES_BASE_URL: url,
      MAIL_SES_REGION: 'eu-central-1',
      MAIL_SES_ACCESS_KEY_ID: 'AKIATHEKEY',
      MAIL_SES_SECRET_ACCESS_KEY: 'the-secret',
    }),
    wrong: { MAIL_SES_ACCESS_KEY_ID: 'wrong' },
    isIdempotent: false,
    tellsSender: true,
    partial: {},
  },
  {
    name: 'webhook',
    bounce: 'mailbox-unavailable',
    at: (url) => ({ MAIL_WEBHOOK_URL: `${url}/webhook/mail`, MAIL_WEBHOOK_SECRET: SECRET }),
    isIdempotent: true,
    rateSeconds: 5,
  },
];

/** Every provider of text messages. */
export const TEXT_ROWS: readonly ProviderRow[] = [
  {
    name: 'twilio',
    bounce: 'mailbox-unavailable',
    at: (url) => ({ SMS_TWILIO_BASE_URL: url, SMS_TWILIO_ACCOUNT_SID: 'AC1', SMS_TWILIO_AUTH_TOKEN: 'the-key' }),
    wrong: { SMS_TWILIO_AUTH_TOKEN: 'wrong' },
    isIdempotent: false,
    rateSeconds: 5,
    partial: { sid: null, status: 'failed' },
  },
  {
    name: 'vonage',
    bounce: 'rejected',
    at: (url) => ({ SMS_VONAGE_BASE_URL: url, SMS_VONAGE_API_KEY: 'key', SMS_VONAGE_API_SECRET: 'the-key' }),
    wrong: { SMS_VONAGE_API_SECRET: 'wrong' },
    isIdempotent: false,
    partial: {},
  },
  {
    name: 'messagebird',
    bounce: 'mailbox-unavailable',
    at: (url) => ({ SMS_MESSAGEBIRD_BASE_URL: url, SMS_MESSAGEBIRD_API_KEY: 'the-key' }),
    wrong: { SMS_MESSAGEBIRD_API_KEY: 'wrong' },
    isIdempotent: true,
    rateSeconds: 1,
    partial: {},
  },
  {
    name: 'webhook',
    bounce: 'mailbox-unavailable',
    at: (url) => ({ SMS_WEBHOOK_URL: `${url}/webhook/sms`, SMS_WEBHOOK_SECRET: SECRET }),
    isIdempotent: true,
    rateSeconds: 5,
  },
];
