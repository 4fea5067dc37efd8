export const examplePending = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  state: 'pending',
  email: 'ada@example.com',
  emailVerified: false,
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  phoneVerified: false,
  hobbies: ['mathematics'],
  birthDate: '1990-12-10',
  locale: 'fr',
  acceptedTerms: null,
  createdAt: '2026-11-21T09:00:00.000Z',
  activatedAt: null,
} as const;

export const exampleActive = {
  ...examplePending,
  state: 'active',
  emailVerified: true,
  activatedAt: '2026-11-21T09:00:42.000Z',
} as const;

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
  acceptedTerms: { version: '2026-11', acceptedAt: '2026-11-21T09:00:00.000Z' },
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
    deliveredAt: null,
    bouncedAt: null,
    bounceReason: null,
  },
} as const;

export const exampleUserCode = {
  id: '019a4f3e-7c1b-7d3e-9b1f-2f6f6d0c8a11',
  purpose: 'activation',
  channel: 'mail',
  number: 1,
  digits: 4,
  state: 'valid',
  issuedAt: '2026-11-21T09:00:00.000Z',
  sentAt: '2026-11-21T09:00:01.000Z',
  expiresAt: '2026-11-21T09:01:01.000Z',
  triesLeft: 3,
} as const;

export const exampleImportedUser = {
  email: 'ada@example.com',
  emailVerified: true,
  passwordHash: 'pbkdf2_sha256$600000$seasalt9seasalt9seasal$HN4QWzroaVKXz9mG7qDBiX8ne1lzV3a5nPaUy1t3/G4=',
  name: 'Ada',
  surname: 'Lovelace',
  locale: 'fr',
  createdAt: '2021-03-08T09:00:00Z',
} as const;

export const exampleImportReport = [
  { line: 1, outcome: 'imported', id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11' },
  {
    line: 2,
    outcome: 'refused',
    code: 'email-taken',
    detail: 'The address already has an account, or appears on another line',
  },
  {
    outcome: 'finished',
    importId: '019a4f3e-9d10-7a52-8c2b-5b1e0c9d7f42',
    lines: 2,
    imported: 1,
    refused: 1,
    repeated: 0,
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

export const exampleExportedUser = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  state: 'active',
  email: 'ada@example.com',
  emailVerified: true,
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  phoneVerified: false,
  hobbies: ['whist'],
  birthDate: '1915-12-10',
  locale: 'fr',
  acceptedTerms: null,
  createdAt: '2026-11-21T09:00:00.000Z',
  activatedAt: '2026-11-21T09:00:42.000Z',
  suspendedAt: null,
} as const;

/** The header of operations that may end the session they are called with. */
export const clearedCookie = {
  'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended',
} as const;
