import { asking, type Operation } from '@gatehouse/platform/edge';
import {
  ActivationRates,
  FindActivationRates,
  FindFunnel,
  Funnel,
  SMALLEST_GROUP,
} from '../contract/queries/funnel.js';
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

export const readActivationRatesOperation: Operation = {
  method: 'get',
  path: '/v1/admin/statistics/activation',
  operationId: 'readActivationRates',
  tag: 'Administration',
  summary: 'Read activation rates by provider, mail domain or phone country',
  description: `How many of those who signed up in the last weeks activated. Groups of fewer than ${SMALLEST_GROUP} people in a week are among \`others\`, so no count is about a person.`,
  security: 'administration',
  scope: 'statistics:read',
  query: FindActivationRates,
  answers: {
    200: {
      description: 'The counts',
      schema: ActivationRates,
      example: {
        by: 'mail-domain',
        from: '2026-10-19',
        groups: [
          { name: 'gmail.com', people: 812, delivered: 809, bounced: 1, activated: 743 },
          { name: 'example.org', people: 40, delivered: 15, bounced: 22, activated: 11 },
        ],
        others: { people: 87, delivered: 85, bounced: 2, activated: 66 },
      },
    },
  },
  problems: [problems['application-not-found']],
  asks: asking(FindActivationRates),
  bus: { durable: false },
};
