import { transportFault } from '@gatehouse/platform/outbound';
import type { ProviderAnswer } from '../../application/ports/providers.js';
import { reasonIn } from '../events/report-contract.js';
import { mayBeTaken } from '../undici/call-provider.js';
import { ofSender } from '../undici/read-refusal.js';

/** Errors of the connection and of TLS, by the library's own code. */
const FAULTS: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'connection-refused',
  ESOCKET: 'connection-reset',
  EDNS: 'name-unresolved',
  EPROTOCOL: 'answer-unreadable',
};

/**
 * As servers put it. Phrases only: most of them repeat the recipient's address, which is a stranger's, and a refused relay
 * keeps every mail back.
 */
const RELAY_DENIED =
  /\brelay(ing)? (access |is )?(denied|not (allowed|permitted)|prohibited|forbidden)\b|\b(unable to|cannot|do not|not allowed to|not permitted to) relay(?![\w.@+-])/i;

interface SmtpFault {
  /** The library's own. */
  readonly code?: unknown;
  /** The command that was answered, such as `RCPT TO`. */
  readonly command?: unknown;
  /** What the server said, from those digits on. */
  readonly response?: unknown;
  /** Of three digits (RFC 5321, section 4.2). */
  readonly responseCode?: unknown;
}

/**
 * What an error of an SMTP dialogue means. A 4xx is temporary. A 5xx to the login or to the sender's address is ours to
 * change, and so is a relay that is denied; one to the recipient's address is a bounce, and one to the content is final.
 */
export function readSmtpFault(error: unknown): ProviderAnswer {
  const { code, command, response, responseCode } = Object(error) as SmtpFault;
  if (code === 'ETLS') return { ...refused('tls-missing'), needsOperator: true };
  if (typeof responseCode !== 'number' || responseCode < 400) return readConnectionFault(error, code);
  const answer = refused(`smtp-${responseCode}`, responseCode);
  if (responseCode < 500) return answer;
  if (code === 'EAUTH' || isOurs(command, responseCode)) {
    const ours = { ...answer, reason: `credentials-refused-${responseCode}`, needsOperator: true } as const;
    return code !== 'EAUTH' && command === 'MAIL FROM' ? ofSender(ours) : ours;
  }
  if (command !== 'RCPT TO') return { ...answer, retryable: false };
  // The server does not take our mails for others at all.
  if (RELAY_DENIED.test(String(response))) return { ...answer, needsOperator: true };
  return { ...answer, retryable: false, bounce: reasonIn(response) ?? 'rejected' };
}

function readConnectionFault(error: unknown, code: unknown): ProviderAnswer {
  if (code === 'EAUTH') return { ...refused('credentials-missing'), needsOperator: true };
  // A certificate that nobody vouches for stays so until somebody acts.
  if (/certificate/i.test(String(Object(error).message)))
    return { ...refused('certificate-refused'), needsOperator: true };
  // The library keeps the system's own code in the sentence alone.
  const systems = /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN)\b/.exec(String(Object(error).message))?.[1];
  const answer = refused(transportFault(systems === undefined ? error : { code: systems }, FAULTS));
  return { ...answer, ...mayBeTaken(answer.reason) };
}

/** 530, 534, 535, 538: the login. To `MAIL FROM`, the sender's address is refused. */
const isOurs = (command: unknown, responseCode: number): boolean =>
  [530, 534, 535, 538].includes(responseCode) || command === 'MAIL FROM';

const refused = (reason: string, status?: number): Extract<ProviderAnswer, { kind: 'refused' }> => ({
  kind: 'refused',
  retryable: true,
  reason,
  ...(status !== undefined && { status }),
});
