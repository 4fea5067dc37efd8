import { LOCALES } from '../i18n/index.js';
import type { ComponentCollection } from './component-collection.js';
import type { OpenApiHeader } from './open-api.js';

const header = (name: string, value: OpenApiHeader) => (components: ComponentCollection) =>
  components.add('headers', name, value);

const seconds = { type: 'string', pattern: '^[1-9][0-9]*$' };

export const requestId = header('RequestId', {
  description: 'Names this request in the service’s logs',
  required: true,
  schema: { type: 'string', format: 'uuid' },
});

export const contentLanguage = header('ContentLanguage', {
  description: 'The language of the problem’s texts',
  required: true,
  schema: { type: 'string', enum: [...LOCALES] },
});

export const replayed = header('IdempotentReplayed', {
  description: '`true` where the answer was given before, to the same Idempotency-Key; absent else',
  schema: { type: 'string' },
});

export const challenge = header('Challenge', {
  description:
    'How to authenticate (RFC 9110, section 11.6.1). Scripts of pages get `X-Basic` in place of `Basic`, for which browsers open no dialog',
  required: true,
  schema: { type: 'string' },
});

export const retryAfter = header('RetryAfter', {
  description: 'Seconds to wait, rounded up',
  required: true,
  schema: seconds,
});

export const retryAfterIfKnown = header('RetryAfterIfKnown', {
  description: 'Seconds to wait, rounded up, where that is known',
  schema: seconds,
});
