import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Answer } from '../provider/provider-contract.js';

/** An entry of a message's `Errors`, or the whole answer where the call as such is at fault. */
export interface MailjetError {
  readonly ErrorIdentifier: string;
  readonly ErrorCode?: string;
  readonly StatusCode: number;
  readonly ErrorMessage: string;
  readonly ErrorRelatedTo?: readonly string[];
}

/** The codes are those of "Send API errors" in Mailjet's guide to the Send API v3.1. */
export function mailjetError(code: string, message: string, relatedTo?: readonly string[], status = 400): MailjetError {
  return {
    ErrorIdentifier: randomUUID(),
    ErrorCode: code,
    StatusCode: status,
    ErrorMessage: message,
    ...(relatedTo === undefined ? {} : { ErrorRelatedTo: relatedTo }),
  };
}

/** An error of the whole call. */
export const callError = (error: MailjetError): Answer => ({ status: error.StatusCode, body: JSON.stringify(error) });

/** What Mailjet says when it fails for reasons of its own: an identifier to quote to the support, no code. */
export const mailjetFailure = (status: number): Answer =>
  callError({
    ErrorIdentifier: randomUUID(),
    StatusCode: status,
    ErrorMessage: STATUS_CODES[status] ?? 'Unknown',
  });

const MESSAGES_AT_MOST = 50;

/** The documented properties of a message. Another one is a mistake of the caller's, and Mailjet refuses it too. */
const MESSAGE_PROPERTIES: ReadonlySet<string> = new Set([
  'Attachments',
  'Bcc',
  'Cc',
  'CustomCampaign',
  'CustomID',
  'DeduplicateCampaign',
  'EventPayload',
  'From',
  'HTMLPart',
  'Headers',
  'InlinedAttachments',
  'MonitoringCategory',
  'Priority',
  'ReplyTo',
  'Sender',
  'Subject',
  'TemplateErrorDeliver',
  'TemplateErrorReporting',
  'TemplateID',
  'TemplateLanguage',
  'TextPart',
  'To',
  'TrackClicks',
  'TrackOpens',
  'URLTags',
  'Variables',
]);
const CALL_PROPERTIES: ReadonlySet<string> = new Set(['AdvanceErrorHandling', 'Messages', 'SandboxMode']);

type MailjetCall =
  | { readonly ok: true; readonly mails: readonly unknown[]; readonly sandboxMode: boolean }
  | { readonly ok: false; readonly error: MailjetError };

/** Reads a call's body down to its list of messages, which are not validated yet. */
export function readMailjetCall(body: string): MailjetCall {
  let call: unknown;
  try {
    call = JSON.parse(body);
  } catch {
    return malformed();
  }
  if (!isObject(call)) return malformed();
  const { Messages: mails, SandboxMode: sandboxMode } = call;
  const unknownInCall = namesOutside(CALL_PROPERTIES, call);
  if (unknownInCall.length > 0) return malformed(unknownInCall);
  if (mails === undefined || mails === null) {
    return refused(mailjetError('mj-0003', 'The Messages is mandatory but missing from the input', ['Messages']));
  }
  if (!Array.isArray(mails)) return malformed(['Messages']);
  if (mails.length === 0) return refused(mailjetError('mj-0007', 'Messages cannot be an empty array.', ['Messages']));
  if (mails.length > MESSAGES_AT_MOST) {
    return refused(mailjetError('mj-0008', `Messages holds more than ${MESSAGES_AT_MOST} elements.`, ['Messages']));
  }
  const unknownInMails = mails.flatMap((mail: unknown, index) =>
    isObject(mail) ? namesOutside(MESSAGE_PROPERTIES, mail).map((name) => `Messages[${index}].${name}`) : [],
  );
  if (unknownInMails.length > 0) return malformed(unknownInMails);
  return { ok: true, mails, sandboxMode: sandboxMode === true };
}

const refused = (error: MailjetError): MailjetCall => ({ ok: false, error });

const malformed = (relatedTo?: readonly string[]): MailjetCall =>
  refused(mailjetError('mj-0002', 'Malformed JSON, please review the syntax and properties types.', relatedTo));

function namesOutside(known: ReadonlySet<string>, value: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(value).filter((name) => !known.has(name));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
