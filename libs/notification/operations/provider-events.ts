import { type Clock, type CommandBus, Description } from '@gatehouse/kernel';
import {
  basicChallenge,
  bodyTooLarge,
  commandFrom,
  commonProblems,
  type Operation,
  type OperationCall,
  ProblemError,
  queryFrom,
} from '@gatehouse/platform/edge';
import { IsOptional, IsUUID } from 'class-validator';
import type { EventSources, ReadOutcomes } from '../application/ports/provider-events.js';
import { MOST_OUTCOMES, RecordOutcomes } from '../contract/commands/record-outcomes.js';
import { notificationProblems as problems } from './problems.js';

class ReportQuery {
  @Description('The message, in the address that Twilio was given with it')
  @IsOptional()
  @IsUUID()
  delivery?: string;
}

/** Providers put many events into one request; SendGrid up to 768 KB. */
const MAX_REPORT_BYTES = 1024 * 1024;

/** Where providers report what became of messages. Their signatures prove who they are. */
export const providerEventOperation = (bus: CommandBus, sources: EventSources, clock: Clock): Operation => ({
  tag: 'Providers',
  method: 'post',
  path: '/v1/providers/{name}/events',
  params: { name: 'The provider, as the settings name it' },
  query: ReportQuery,
  withoutApplication: true,
  operationId: 'receiveProviderEvents',
  summary: 'Report what became of messages',
  description:
    'For webhooks of the configured providers, in the form and with the signature of each; at most 1 MiB. Requests may be repeated and come in any order. Events that do not concern a message of this service are accepted and ignored.',
  idempotency: { noKeyBecause: 'Each event counts once, however often it is sent' },
  answers: { 204: { description: 'Recorded' } },
  problems: [
    commonProblems['not-found'],
    commonProblems['json-invalid'],
    commonProblems['body-too-large'],
    problems['signature-invalid'],
  ],
  async handle(call) {
    for (const command of commandsFor(await readCall(call, sources, clock))) {
      // Providers serve the whole deployment: each message says which application it belongs to.
      const result = await bus.execute(command, { ...call.context, application: 'default' });
      if (!result.ok) return { refused: result.error };
    }
    return { status: 204 };
  },
});

async function readCall(call: OperationCall, sources: EventSources, clock: Clock): Promise<ReadOutcomes> {
  const { delivery } = queryFrom(ReportQuery, call.query);
  const source = sources.named(call.params['name'] ?? '');
  if (!source) throw new ProblemError(commonProblems['not-found']);
  if (!source.admits(call.headers)) throw forged(call);
  const search = delivery === undefined ? '' : `?delivery=${delivery}`;
  const read = await source.read({ headers: call.headers, body: await bodyOf(call), search }, clock.now());
  if (read === 'forged') throw forged(call);
  if (read === 'unreadable') throw new ProblemError(commonProblems['json-invalid']);
  return read;
}

/** RFC 9110, section 15.5.2: a 401 says how to authenticate. */
const forged = (call: OperationCall) => new ProblemError(problems['signature-invalid'], {}, basicChallenge(call));

function* commandsFor({ outcomes, ...teller }: ReadOutcomes): Iterable<RecordOutcomes> {
  for (let at = 0; at < outcomes.length; at += MOST_OUTCOMES) {
    yield commandFrom(RecordOutcomes, { ...teller, outcomes: outcomes.slice(at, at + MOST_OUTCOMES) });
  }
}

/** @throws ProblemError 413 body-too-large, 408 request-timeout, 400 json-invalid where the caller goes away */
async function bodyOf({ upload, headers }: OperationCall): Promise<Uint8Array> {
  if (Number(headers['content-length'] ?? 0) > MAX_REPORT_BYTES) throw bodyTooLarge(MAX_REPORT_BYTES);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of upload) {
    size += piece.length;
    if (size > MAX_REPORT_BYTES) throw bodyTooLarge(MAX_REPORT_BYTES);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
