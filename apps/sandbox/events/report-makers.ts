import { brevoReport, mailjetReport, sendgridReport } from './list-reports.js';
import { postmarkReport } from './postmark-report.js';
import type { ReportMaker } from './provider-report.js';
import { sesReport } from './ses-report.js';
import {
  mailgunReport,
  messagebirdReport,
  resendReport,
  twilioReport,
  vonageReport,
  webhookReport,
} from './signed-reports.js';

/** How each provider reports what has become of messages, by its name. */
export const REPORT_MAKERS: Readonly<Record<string, ReportMaker>> = {
  mailjet: mailjetReport,
  postmark: postmarkReport,
  sendgrid: sendgridReport,
  resend: resendReport,
  mailgun: mailgunReport,
  brevo: brevoReport,
  ses: sesReport,
  webhook: webhookReport,
  twilio: twilioReport,
  vonage: vonageReport,
  messagebird: messagebirdReport,
};
