import { asking, type Operation } from '@gatehouse/platform/edge';
import { FindTextSpend, TextSpend } from '../contract/queries/find-text-spend.js';
import { notificationProblems as problems } from './problems.js';

const sum = { currency: 'EUR', messages: 120, segments: 124, unpriced: 0, amount: '9.2876' } as const;

export const readTextSpendOperation: Operation = {
  method: 'get',
  path: '/v1/admin/statistics/sms/spend',
  operationId: 'readSmsSpend',
  tag: 'Administration',
  summary: 'Read what SMS cost, as estimated',
  description:
    'By application and day of acceptance, at the prices of `SMS_PRICES` at that time. Without that setting there is nothing to read. Contains no personal data.',
  security: 'administration',
  scope: 'statistics:read',
  query: FindTextSpend,
  answers: {
    200: {
      description: 'The estimate',
      schema: TextSpend,
      example: {
        from: '2026-11-20',
        to: '2026-11-21',
        totals: [sum],
        days: [{ ...sum, application: 'default', day: '2026-11-21' }],
      },
    },
  },
  problems: [problems['application-not-found']],
  asks: asking(FindTextSpend),
};
