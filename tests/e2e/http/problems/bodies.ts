import { basic, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';

const bodies = [
  ['/v1/users', 'email'],
  ['/v1/users/activation/code', 'email'],
  ['/v1/password-resets', 'email'],
  ['/v1/password-resets/confirmation', 'email'],
  ['/v1/sessions', 'email'],
  ['/v1/sessions/refresh', 'refreshToken'],
] as const;

/** What every body meets. */
export const bodyRefusals: readonly Refusal[] = [
  ...bodies.flatMap(([path, field]) => {
    const operation = `POST ${path}`;
    return [
      refusal(operation, 400, 'application-unknown', ({ api }) =>
        api.http.post(path).set('Gatehouse-Application', 'nobodys').send(somebody()),
      ),
      refusal(operation, 400, 'json-invalid', (stage) => stage.text(path, '{"email": ')),
      refusal(operation, 413, 'body-too-large', (stage) =>
        stage.text(path, JSON.stringify({ email: 'a'.repeat(9_000) })),
      ),
      refusal(operation, 415, 'media-type-unsupported', (stage) =>
        stage.text(path, 'email=ada', 'application/x-www-form-urlencoded'),
      ),
      refusal(operation, 422, 'field-unknown', ({ api }) =>
        api.http.post(path).send({ ...somebody(), nickname: 'Ada' }),
      ),
      refusal(operation, 422, 'validation-failed', ({ api }) => api.http.post(path).send({ [field]: 1 })),
    ];
  }),
  refusal('POST /v1/users/activation', 422, 'field-unknown', ({ api }) =>
    api.http.post('/v1/users/activation').set('Authorization', basic(somebody())).send({ code: '1234', email: 'x' }),
  ),
  refusal('POST /v1/users/activation', 422, 'validation-failed', ({ api }) => api.activate(somebody(), '12:34')),
];
