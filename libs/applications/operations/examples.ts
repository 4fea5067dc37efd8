import { applicationAnswer } from './application-answer.js';

export const exampleApplication = {
  slug: 'shop',
  name: 'Shop',
  defaultLocale: 'fr',
  sender: { email: 'hello@shop.example', name: 'The Shop' },
  replyTo: null,
  allowedOrigins: ['https://shop.example'],
  linkBaseUrl: null,
  redirectTargets: ['https://shop.example/welcome'],
  preset: 'standard',
  policy: { code: { digits: 6 } },
} as const;

/** As it is read. */
export const exampleAnswer = applicationAnswer({
  ...exampleApplication,
  grants: {
    senders: ['shop.example'],
    linkOrigins: [],
    redirectOrigins: ['https://shop.example'],
    codes: { triesPerCode: 3, sharedTries: 3, windowSeconds: 86_400 },
    messages: { gapSeconds: 30, perHour: 5, perDay: 10, perNetworkAndHour: 30 },
    guessing: {
      freeTries: 5,
      firstDelaySeconds: 15,
      longestDelaySeconds: 900,
      perNetwork: 30,
      networkWindowSeconds: 900,
    },
    sms: { countries: ['DE', 'FR'], numberTypes: ['mobile', 'fixed-line-or-mobile'], perDay: 500 },
  },
});

export const exampleKey = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  name: 'billing backend',
  hint: 'x7Qp',
  scopes: ['users:read', 'statistics:read'],
  createdBy: { kind: 'user', id: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11', application: 'default' },
  state: 'active',
  createdAt: '2026-11-21T09:00:00.000Z',
  expiresAt: null,
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: '2026-11-21T10:00:00.000Z',
} as const;

export const exampleNewKey = {
  ...exampleKey,
  lastUsedAt: null,
  key: 'ghk_019a4f3e7c1a7d3e9b1f2f6f6d0c8a11_0000000000000000000000000000000000000000000ABCDEF',
} as const;

export const exampleAuditEntry = {
  position: '42',
  at: '2026-11-21T09:00:00.000Z',
  application: 'default',
  act: 'key.created',
  subject: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  details: { name: 'billing backend' },
  administrator: { kind: 'user', id: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11', application: 'default' },
  network: '192.0.2.1',
  requestId: '5a0c7d0e-6c1b-4b53-9d6f-0f5c8f2f7a10',
} as const;
