import { asking, type Operation } from '@gatehouse/platform/edge';
import { FindProviders, Providers } from '../contract/queries/find-providers.js';

const example = {
  ofAllApplications: false,
  providers: [
    {
      channel: 'mail',
      name: 'postmark',
      share: null,
      state: 'open',
      reason: 'http-503 100',
      changedAt: '2026-11-29T12:00:00.000Z',
      accepted: 12,
      refused: 4,
    },
    {
      channel: 'mail',
      name: 'mailjet',
      share: null,
      state: 'closed',
      reason: null,
      changedAt: null,
      accepted: 31,
      refused: 0,
    },
  ],
  application: 'shop',
  routes: [
    {
      channel: 'mail',
      decidedBy: 'application',
      providers: [
        { name: 'postmark', share: null },
        { name: 'mailjet', share: 5 },
      ],
    },
  ],
} as const;

export const providerOperations: readonly Operation[] = [
  {
    tag: 'Administration',
    security: 'administration',
    scope: 'messages:read',
    method: 'get',
    path: '/v1/admin/providers',
    operationId: 'listProviders',
    summary: 'List the providers of mails and text messages',
    description:
      'In order of preference, with whether messages currently go to each, and how many it accepted and refused within the last 15 minutes: those of the application, or of all applications for administrators of the deployment. `routes` has the providers that the application’s own messages go to.',
    query: FindProviders,
    answers: { 200: { description: 'The providers', schema: Providers, example } },
    problems: [],
    asks: asking(FindProviders),
  },
];
