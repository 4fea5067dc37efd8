import type { FakeAnswer, FakeApi } from '../component-stage.js';

export const ID = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';

export const profile = {
  id: ID,
  state: 'active',
  email: 'ada@example.com',
  emailVerified: true,
  name: 'Ada',
  surname: 'Lovelace',
  phone: '+33612345678',
  phoneVerified: false,
  hobbies: ['mathematics'],
  birthDate: '1990-12-10',
  locale: 'en',
  acceptedTerms: null,
  createdAt: '2026-05-01T10:00:00.000Z',
  activatedAt: '2026-05-01T10:00:42.000Z',
};

const notice = { codeLength: 4, lifeSeconds: 60, delivery: 'queued', statusUrl: '' };

export const signedUp: FakeAnswer = {
  status: 201,
  body: { ...profile, state: 'pending', activation: { ...notice, phone: null } },
};
export const signedUpWithPhone: FakeAnswer = {
  status: 201,
  body: {
    ...profile,
    state: 'pending',
    activation: { ...notice, phone: { codeLength: 6, lifeSeconds: 300, delivery: 'queued' } },
  },
};

const NOW = Date.parse('2026-05-01T12:00:00.000Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

/** News of the mail: how many seconds its code is still valid, by the service's clock. */
export const mail = (
  delivery: string,
  left: number | null = null,
  phone: object | null = null,
  message: object | null = null,
): FakeAnswer => ({
  news: {
    delivery,
    sentAt: left === null ? null : at(left - 60),
    expiresAt: left === null ? null : at(left),
    message,
    phone,
    serverTime: at(0),
  },
});

export const tokens = {
  accessToken: 'access',
  tokenType: 'Bearer',
  expiresIn: 600,
  refreshToken: null,
  csrfToken: 'csrf',
};
export const session: FakeAnswer = { status: 201, body: { ...tokens, user: profile } };

const summary = (id: string, current: boolean) => ({
  id,
  current,
  createdAt: '2026-05-01T10:00:00.000Z',
  lastUsedAt: '2026-05-01T11:00:00.000Z',
  expiresAt: '2026-06-01T10:00:00.000Z',
  device: current ? { browser: 'Firefox', system: 'Windows' } : null,
  network: current ? '203.0.113.7' : null,
});

/** Somebody who can sign in, and whose account answers. */
export const signedIn: FakeApi = {
  'POST /v1/sessions': session,
  'POST /v1/sessions/refresh': { body: tokens },
  'GET /v1/users/me': { body: profile },
  'GET /v1/sessions': { body: { sessions: [summary('s-1', true), summary('s-2', false)] } },
};

export const status = `GET /v1/users/${ID}/activation`;
