export const exampleEvent = {
  specversion: '1.0',
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  source: '/applications/default',
  type: 'user.activated.v1',
  subject: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11',
  time: '2026-11-21T09:00:42.000Z',
  datacontenttype: 'application/json',
  data: { userId: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11', email: 'ada@example.com', locale: 'en' },
} as const;

export const exampleWebhook = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12',
  url: 'https://shop.example/hooks/accounts',
  types: ['user.activated.v1', 'user.erased.v1'],
  description: null,
  state: 'enabled',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: '2026-11-21T09:00:00.000Z',
} as const;

export const exampleWithSecret = {
  ...exampleWebhook,
  secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
} as const;

export const exampleDelivery = {
  id: '5a0c7d0e-6c1b-5b53-9d6f-0f5c8f2f7a10',
  eventId: exampleEvent.id,
  type: exampleEvent.type,
  state: 'pending',
  attempts: 1,
  answers: [{ at: '2026-11-21T09:00:42.200Z', status: 503, fault: null, milliseconds: 31 }],
  createdAt: '2026-11-21T09:00:42.100Z',
  nextAttemptAt: '2026-11-21T09:00:46.400Z',
  endedAt: null,
  failure: null,
} as const;
