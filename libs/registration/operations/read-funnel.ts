import { asking, type Operation } from '@gatehouse/platform/edge';
import { FindFunnel, Funnel } from '../contract/queries/funnel.js';
import { registrationProblems as problems } from './problems.js';

const counts = {
  signedUp: 120,
  mailed: 119,
  activated: 97,
  superseded: 4,
  expired: 15,
  medianSecondsToActivate: 21.7,
} as const;

export const readFunnelOperation: Operation = {
  method: 'get',
  path: '/v1/admin/statistics/funnel',
  operationId: 'readFunnel',
  tag: 'Administration',
  summary: 'Read sign-up conversion',
  description:
    'By application and day of the sign-up: how many got their mail, activated, or expired without activation, and the median time to activate. It contains no personal data, and erasures do not change it.',
  security: 'administration',
  scope: 'statistics:read',
  query: FindFunnel,
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
  asks: asking(FindFunnel),
  bus: { durable: false },
};
