import { IDEMPOTENCY_KEY_PATTERN, type PublicCommand, type PublicOperation } from '../edge/index.js';
import { LOCALES } from '../i18n.js';
import type { JsonSchema } from '../openapi/index.js';

const text = (description: string, rest: JsonSchema = {}): JsonSchema => ({ type: 'string', description, ...rest });

const seconds = text('Seconds to wait, rounded up, if known', { pattern: '^[1-9][0-9]*$' });
const requestId = text('Identifies this request in the service’s logs', { format: 'uuid' });

const headers = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  ...(required.length > 0 && { required }),
  properties,
});

type Call = PublicOperation & Partial<Pick<PublicCommand, 'repeatable'>>;

/**
 * What the sender may say of a command or query, and where it must say who calls.
 * @param called what it is that is sent
 */
export function requestHeaders({ security, repeatable }: Call, called: 'command' | 'query'): JsonSchema {
  return headers(
    {
      ...(security && { Authorization: authorization(security, called) }),
      'Gatehouse-Application': application(security),
      ...(repeatable && {
        'Idempotency-Key': text(
          'Hard to guess, and new for each command. If the same command is sent again within 24 hours, it returns the same answer, and nothing happens twice',
          { pattern: IDEMPOTENCY_KEY_PATTERN },
        ),
      }),
      ...common,
    },
    security ? ['Authorization'] : [],
  );
}

/** The same where the sender does not wait: the message's id is the key. */
export const durableHeaders = ({ security }: PublicCommand): JsonSchema =>
  headers({
    'Nats-Msg-Id': text(
      'Hard to guess, and new for each command. If a message with it is redelivered within 24 hours, it is processed only once',
    ),
    'Gatehouse-Application': application(security),
    ...common,
  });

export const answerHeaders = ({ repeatable }: Call): JsonSchema =>
  headers(
    {
      'Content-Type': { const: 'application/json' },
      'X-Request-Id': requestId,
      ...(repeatable && {
        'Idempotent-Replayed': text(
          '`true` if the answer was already given for the same Idempotency-Key; otherwise absent',
        ),
      }),
    },
    ['Content-Type', 'X-Request-Id'],
  );

export const problemHeaders: JsonSchema = headers(
  {
    'Content-Type': { const: 'application/problem+json' },
    'X-Request-Id': requestId,
    'Nats-Service-Error-Code': text('The problem’s `status`', { pattern: '^[45][0-9]{2}$' }),
    'Nats-Service-Error': text('The problem’s `code`'),
    'Retry-After': seconds,
  },
  ['Content-Type', 'X-Request-Id', 'Nats-Service-Error-Code', 'Nats-Service-Error'],
);

export const deadLetterHeaders: JsonSchema = headers({ 'Content-Type': { const: 'application/problem+json' } }, [
  'Content-Type',
]);

const common = {
  'Content-Type': text('Of the body, which is UTF-8', { default: 'application/json' }),
  'Accept-Language': text(`Preferred languages for problem texts, best first: ${LOCALES.join(', ')}`, {
    default: 'en',
  }),
};

const authorization = (security: 'bearer' | 'administration', called: 'command' | 'query'): JsonSchema =>
  text(
    security === 'bearer'
      ? `\`Bearer\` and the access token of the person the ${called} is sent for`
      : '`Bearer` and the access token of a person with a role, or a secret key',
  );

const application = (security: PublicOperation['security']): JsonSchema =>
  security === 'administration'
    ? text(
        'Slug of the application; the caller’s own by default. Must be the subject’s application, if the subject names one',
      )
    : text('Slug of the application. Must be the subject’s application, if the subject names one', {
        default: 'default',
      });
