import { LOCALES } from '../i18n/index.js';
import type { ComponentCollection } from './component-collection.js';
import type { OpenApiHeader } from './open-api.js';

const header = (name: string, value: OpenApiHeader) => (components: ComponentCollection) =>
  components.add('headers', name, value);

const seconds = { type: 'string', pattern: '^[1-9][0-9]*$' };

export const requestId = header('RequestId', {
  description: 'Identifies this request in the service’s logs',
  required: true,
  schema: { type: 'string', format: 'uuid' },
});

export const contentLanguage = header('ContentLanguage', {
  description: 'The language of the problem’s texts',
  required: true,
  schema: { type: 'string', enum: [...LOCALES] },
});

export const replayed = header('IdempotentReplayed', {
  description: '`true` if the answer was already given for the same Idempotency-Key; otherwise absent',
  schema: { type: 'string' },
});

export const challenge = header('Challenge', {
  description:
    'How to authenticate (RFC 9110, section 11.6.1). Scripts of pages get `X-Basic` instead of `Basic`, so that browsers show no dialog',
  required: true,
  schema: { type: 'string' },
});

export const retryAfter = header('RetryAfter', {
  description: 'Seconds to wait, rounded up',
  required: true,
  schema: seconds,
});

export const retryAfterIfKnown = header('RetryAfterIfKnown', {
  description: 'Seconds to wait, rounded up, if known',
  schema: seconds,
});
