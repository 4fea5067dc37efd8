import { brevoReport, mailjetReport, sendgridReport } from './list-reports.js';
import { postmarkReport } from './postmark-report.js';
import type { ReportedEvent, ReportMaker } from './provider-report.js';
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

/** The first of these providers that reports nothing, or whose secret signs nothing; null: all of them can report. */
export async function unableToReport(
  providers: Readonly<Record<string, { readonly secret: string }>>,
  url: string,
): Promise<string | null> {
  const at = new Date();
  const event: ReportedEvent = { kind: 'delivered', deliveryId: 'delivery', messageId: 'message', to: 'recipient', at };
  for (const [name, { secret }] of Object.entries(providers)) {
    try {
      if (!Object.hasOwn(REPORT_MAKERS, name)) return name;
      await REPORT_MAKERS[name]?.([event], { secret, url }, at);
    } catch {
      return name;
    }
  }
  return null;
}
