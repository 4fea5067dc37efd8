import type { ContractParts } from '../provider/simple-contract.js';
import { brevo } from './brevo.js';
import { mailgun } from './mailgun.js';
import { messagebird } from './messagebird.js';
import { postmark } from './postmark.js';
import { resend } from './resend.js';
import { sendgrid } from './sendgrid.js';
import { ses } from './ses.js';
import { vonage } from './vonage.js';
import { mailWebhook, textWebhook } from './webhook.js';

/** Providers that take one message a call. */
export const OTHER_PROVIDERS: readonly ContractParts[] = [
  postmark,
  sendgrid,
  resend,
  mailgun,
  brevo,
  ses,
  mailWebhook,
  vonage,
  messagebird,
  textWebhook,
];
