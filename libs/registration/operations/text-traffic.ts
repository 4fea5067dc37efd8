import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { LiftTextStop } from '../contract/commands/text-traffic.js';
import { FindTextStops, FindTextTraffic, TextStopPage, TextTraffic } from '../contract/queries/text-traffic.js';
import { registrationProblems as problems } from './problems.js';

const exampleStop = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a17',
  kind: 'range',
  place: '+3361234',
  reason: 'unproven',
  asked: 14,
  proven: 0,
  stoppedAt: '2026-11-29T12:00:00.000Z',
  endsAt: '2026-11-30T12:00:00.000Z',
} as const;

const administration = { tag: 'Administration', security: 'administration' } as const;

export const textTrafficOperations: readonly Operation[] = [
  {
    ...administration,
    method: 'get',
    path: '/v1/admin/sms/stops',
    operationId: 'listSmsStops',
    summary: 'List the ranges and countries that get no SMS',
    description:
      'A range of numbers is stopped for an hour when it has got `policy.sms.perRangeAndHour` messages, and ranges and countries are stopped for `stopSeconds` when the codes of less than `leastProvenPercent` of the phone numbers that requested one were entered. People there get the same answer as above any other limit. The audit log has each stop as `sms.stopped`.',
    scope: 'messages:read',
    query: FindTextStops,
    answers: {
      200: {
        description: 'A page of stops, ordered by place',
        schema: TextStopPage,
        example: { stops: [exampleStop], nextAfter: null },
      },
    },
    problems: [],
    asks: asking(FindTextStops),
  },
  {
    ...administration,
    method: 'delete',
    path: '/v1/admin/sms/stops/{id}',
    params: { id: 'The stop’s id' },
    operationId: 'liftSmsStop',
    summary: 'Send SMS to a range or country again',
    description:
      'What was counted before no longer counts. The limits still apply: a range that goes on as before is stopped again.',
    scope: 'messages:write',
    answers: { 204: { description: 'The stop is lifted' } },
    problems: [problems['text-stop-unknown']],
    executes: executing(LiftTextStop, {
      fields: ({ params }) => ({ stopId: idInPath(params['id'], problems['text-stop-unknown']) }),
    }),
  },
  {
    ...administration,
    method: 'get',
    path: '/v1/admin/statistics/sms',
    operationId: 'readSmsTraffic',
    summary: 'Read how many phone numbers requested and entered SMS codes',
    description:
      'Within the last 24 hours, by country and for the 50 ranges with most requests. A range is a number without its last four digits.',
    scope: 'statistics:read',
    query: FindTextTraffic,
    answers: {
      200: {
        description: 'The counts',
        schema: TextTraffic,
        example: {
          countries: [{ country: 'FR', asked: 120, proven: 97, provenPercent: 80.8 }],
          ranges: [{ range: '+3361234', country: 'FR', asked: 14, proven: 0, provenPercent: 0 }],
        },
      },
    },
    problems: [],
    asks: asking(FindTextTraffic),
  },
];
