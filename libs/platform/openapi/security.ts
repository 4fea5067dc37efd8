import type { Operation } from '../edge/index.js';
import type { ComponentCollection } from './component-collection.js';
import type { OpenApiOperation } from './open-api.js';

const SCHEMES = {
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'The account’s address and password as `email:password` in UTF-8 (RFC 7617)',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token, signed with EdDSA by a key from `/.well-known/jwks.json`',
  },
  administration: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An access token of a person with the role `support` or `admin`, or a secret key of the application (`ghk_…`)',
  },
};

/** The ways to authenticate, any one of which will do; `{}` is to go without the header, for the body says it. */
export function securityOf(
  security: NonNullable<Operation['security']>,
  components: ComponentCollection,
): NonNullable<OpenApiOperation['security']> {
  const scheme = security === 'basic-or-body' ? 'basic' : security;
  components.add('securitySchemes', scheme, SCHEMES[scheme]);
  return security === 'basic-or-body' ? [{ basic: [] }, {}] : [{ [scheme]: [] }];
}
