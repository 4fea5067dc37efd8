export const exampleTokens = {
  accessToken: 'eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjIwMjYtMTEifQ.eyJzdWIiOiIwMTlhNGYzZSJ9.c2lnbmF0dXJl',
  tokenType: 'Bearer',
  expiresIn: 600,
  refreshToken: 'AZpPPnwafT6bHy9vbQyKEW3y0XcXn1l1t0aTQ2dVb9sGm6mJm3lWc0zYw8mB5t2XkQ4rN7uPpE1hJ6sVtLxA9g',
  csrfToken: null,
} as const;

export const exampleUser = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  state: 'active',
  email: 'ada@example.com',
  emailVerified: true,
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  phoneVerified: false,
  hobbies: ['mathematics'],
  birthDate: '1990-12-10',
  locale: 'fr',
  acceptedTerms: null,
  createdAt: '2026-11-21T09:00:00.000Z',
  activatedAt: '2026-11-21T09:00:42.000Z',
} as const;

export const exampleSession = {
  id: '019a4f3f-1b2c-7a41-8c5d-3e9f70a1b2c3',
  current: true,
  createdAt: '2026-11-21T09:01:00.000Z',
  lastUsedAt: '2026-11-21T09:31:00.000Z',
  expiresAt: '2026-12-21T09:31:00.000Z',
  device: { browser: 'Firefox', system: 'Windows' },
  network: '203.0.113.7',
} as const;

export const exampleKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: '2026-11',
  alg: 'EdDSA',
  use: 'sig',
} as const;
