export const exampleUserRecord = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  state: 'active',
  email: 'ada@example.com',
  emailVerified: true,
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  phoneVerified: false,
  locale: 'fr',
  createdAt: '2026-11-21T09:00:00.000Z',
  activatedAt: '2026-11-21T09:00:42.000Z',
  suspendedAt: null,
  suspensionReason: null,
} as const;

export const exampleTimelineEntry = {
  position: '7',
  at: '2026-11-21T09:00:00.000Z',
  type: 'activation-code.issued.v1',
  data: { codeId: '019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11', purpose: 'activation', channel: 'mail' },
  message: {
    channel: 'mail',
    template: 'activation-code',
    state: 'sent',
    attempts: 1,
    provider: 'mailjet',
    lastAnswer: null,
    sentAt: '2026-11-21T09:00:01.000Z',
    failedAt: null,
  },
} as const;
