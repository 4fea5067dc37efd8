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
