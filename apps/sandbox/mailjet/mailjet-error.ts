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
