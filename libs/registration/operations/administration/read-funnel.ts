import type { Clock, CommandContext } from '@gatehouse/kernel';
import { commonProblems, type Operation, ProblemError, queryFrom } from '@gatehouse/platform/edge';
import type { FindFunnel } from '../../contract/queries/find-funnel.js';
import { Funnel } from '../../contract/read-models/funnel.js';
import { registrationProblems as problems } from '../problems.js';
import { daysOf, FunnelQuery } from './funnel-query.js';

const counts = {
  signedUp: 120,
  mailed: 119,
  activated: 97,
  superseded: 4,
  expired: 15,
  medianSecondsToActivate: 21.7,
} as const;

export const readFunnelOperation = (funnel: FindFunnel, clock: Clock): Operation => ({
  method: 'get',
  path: '/v1/admin/statistics/funnel',
  operationId: 'readFunnel',
  tag: 'Administration',
  summary: 'Read sign-up conversion',
  description:
    'By application and day of the sign-up: how many got their mail, activated, or expired without activation, and the median time to activate. It contains no personal data, and erasures do not change it.',
  security: 'administration',
  scope: 'statistics:read',
  query: FunnelQuery,
  answers: {
    200: {
      description: 'The counts',
      schema: Funnel,
      example: {
        from: '2026-11-20',
        to: '2026-11-21',
        total: counts,
        days: [{ ...counts, application: 'default', day: '2026-11-21' }],
      },
    },
  },
  problems: [problems['application-not-found']],
  handle: async ({ query, context }) => {
    const asked = queryFrom(FunnelQuery, query);
    const days = daysOf(asked, clock.now());
    if ('code' in days) throw new ProblemError(commonProblems['validation-failed'], { errors: [days] });
    return { status: 200, body: await funnel.execute({ ...days, application: applicationOf(asked, context) }) };
  },
});

/** Null: every application. Whoever looks after one alone finds no other (ADR-0033). */
function applicationOf({ application }: FunnelQuery, { application: own, administrator }: CommandContext) {
  const asked = application ?? own;
  if (asked !== own && administrator?.everywhere !== true) throw new ProblemError(problems['application-not-found']);
  return asked === '*' ? null : asked;
}
