import type { MailProviderSettings } from '@gatehouse/platform/config';
import { AwsV4Signer } from 'aws4fetch';
import type { SentMail } from '../../application/ports/providers.js';
import type { HttpAnswer, HttpContract, HttpRequest } from '../undici/http-provider.js';
import { asciiMailbox } from '../undici/mailbox.js';
import { acceptedAs, type CodeRules, ofRecipient, ofSender, refusal, unreadable } from '../undici/read-refusal.js';

/** Names of exceptions: those of SendEmail, and those of signing that every service of AWS has. */
const EXCEPTIONS: CodeRules = {
  final: ['BadRequestException', 'MessageRejected'],
  temporary: ['TooManyRequestsException', 'ThrottlingException', 'InternalServiceErrorException', 'ServiceUnavailable'],
  operator: [
    'AccessDeniedException',
    'AccountSuspendedException',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'LimitExceededException',
    'NotFoundException',
    'SendingPausedException',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ],
  sender: ['MailFromDomainNotVerifiedException'],
};

/**
 * Amazon SES, API v2, with Signature Version 4. The delivery's id goes as a message tag, which its events return where
 * the configuration set publishes them; there is no idempotency key. Mailboxes are ASCII, so other names are
 * encoded. A mail may have 40 MB. The quota is per 24 hours and per second.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html,
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-formatted.html,
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html and
 * https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html (read 2026-11-30)
 */
export function ses(settings: MailProviderSettings['ses']): HttpContract<SentMail> {
  const { url, region, accessKeyId, secretAccessKey, configurationSet } = settings;
  const signed = async (method: 'GET' | 'POST', path: string, body?: string): Promise<HttpRequest> => {
    const signer = new AwsV4Signer({
      method,
      url: `${url.replace(/\/+$/, '')}${path}`,
      headers: { 'content-type': 'application/json' },
      accessKeyId,
      secretAccessKey,
      region,
      service: 'ses',
      ...(body !== undefined && { body }),
    });
    const { headers } = await signer.sign();
    return { path, headers: Object.fromEntries(headers.entries()), ...(body !== undefined && { body }) };
  };
  return {
    request: (mail) =>
      signed(
        'POST',
        '/v2/email/outbound-emails',
        JSON.stringify({
          FromEmailAddress: asciiMailbox(mail.from),
          Destination: { ToAddresses: [asciiMailbox(mail.recipient)] },
          ...(mail.replyTo !== undefined && { ReplyToAddresses: [mail.replyTo] }),
          Content: {
            Simple: {
              Subject: utf8(mail.subject),
              Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
              Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
            },
          },
          EmailTags: [{ Name: 'delivery', Value: mail.deliveryId }],
          ...(configurationSet !== '' && { ConfigurationSetName: configurationSet }),
        }),
      ),
    read(answer) {
      const { status, isSuccess, json } = answer;
      if (isSuccess) return typeof json.MessageId === 'string' ? acceptedAs(json.MessageId) : unreadable(status);
      const exception = exceptionOf(answer);
      const refused = refusal(status, exception, EXCEPTIONS);
      const said = String(json.message ?? json.Message);
      // MessageRejected: which identity it is, only the sentence tells.
      if (/not verified/i.test(said)) return ofSender(refused);
      // Of the addresses only the recipient's is anybody's: our sender has been verified.
      if (exception === 'BadRequestException' && /\b(address|domain)\b/i.test(said)) {
        return ofRecipient(refused, 'rejected');
      }
      // TooManyRequestsException: that it is the day's, too.
      const isOurs = /daily (message|sending) quota exceeded/i.test(said);
      return isOurs ? { ...refused, retryable: true, needsOperator: true } : refused;
    },
    check: () => signed('GET', '/v2/email/account'),
  };
}

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

/** `x-amzn-errortype: MessageRejected:http://…`; some front ends of AWS put it into `__type`. */
function exceptionOf({ headers, json }: HttpAnswer): string {
  const given = headers['x-amzn-errortype'] ?? json['__type'];
  return /[\w.]+(?=:|$)/.exec(String(given).replace(/^.*#/, ''))?.[0] ?? '';
}
