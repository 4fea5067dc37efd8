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
  createdAt: '2026-11-21T09:00:00.000Z',
  activatedAt: null,
} as const;

export const exampleActive = {
  ...examplePending,
  state: 'active',
  emailVerified: true,
  activatedAt: '2026-11-21T09:00:42.000Z',
} as const;
