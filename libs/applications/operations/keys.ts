import { asking, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import { CreateKey, RevokeKey, RotateKey } from '../contract/commands/keys.js';
import { ApplicationKeyList, FindKeys, NewApplicationKey } from '../contract/queries/find-keys.js';
import { applicationsProblems as problems } from './problems.js';

const exampleKey = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
  name: 'billing backend',
  hint: 'x7Qp',
  scopes: ['users:read', 'statistics:read'],
  createdBy: { kind: 'user', id: '019a4f3e-1111-7d3e-9b1f-2f6f6d0c8a11', application: 'default' },
  state: 'active',
  createdAt: '2026-11-21T09:00:00.000Z',
  expiresAt: null,
  revokedAt: null,
  replacedBy: null,
  lastUsedAt: '2026-11-21T10:00:00.000Z',
} as const;

const exampleNewKey = {
  ...exampleKey,
  lastUsedAt: null,
  key: 'ghk_019a4f3e7c1a7d3e9b1f2f6f6d0c8a11_0000000000000000000000000000000000000000000ABCDEF',
} as const;

const common = { tag: 'Administration', security: 'administration' } as const;
const ofOne = { id: 'The key’s id' };

export const keyOperations: readonly Operation[] = [
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/keys',
    operationId: 'createKey',
    summary: 'Create a secret key',
    description:
      'A product’s backend uses it to call the administrative routes of its own application. By default it has all scopes except `keys:write`. A key created with another key cannot have scopes that the other lacks, expires no later and is revoked with it. An application has at most 20 valid keys, not counting those in the overlap of a rotation.',
    scope: 'keys:write',
    body: { schema: CreateKey, example: { name: 'billing backend', scopes: ['users:read', 'statistics:read'] } },
    answers: {
      201: { description: 'The key, shown only once', schema: NewApplicationKey, example: exampleNewKey },
    },
    problems: [problems['key-scope-refused'], problems['too-many-keys']],
    executes: executing(CreateKey),
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/keys',
    operationId: 'listKeys',
    summary: 'List the application’s keys',
    description: 'Newest first, at most 200, including expired and revoked ones.',
    scope: 'keys:read',
    answers: { 200: { description: 'The keys', schema: ApplicationKeyList, example: { keys: [exampleKey] } } },
    problems: [],
    asks: asking(FindKeys),
  },
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/keys/{id}/rotation',
    params: ofOne,
    operationId: 'rotateKey',
    summary: 'Replace a key',
    description:
      'Creates a key with the same name and scopes. A key can only replace keys whose scopes it has. The old key stays valid for 24 hours, or for `overlapSeconds`, so that its users can switch.',
    scope: 'keys:write',
    body: {
      schema: RotateKey,
      fields: ['overlapSeconds'],
      optional: true,
      example: { overlapSeconds: 3_600 },
    },
    answers: {
      201: { description: 'The new key, shown only once', schema: NewApplicationKey, example: exampleNewKey },
    },
    problems: [problems['key-scope-refused'], problems['key-unknown'], problems['too-many-keys']],
    executes: executing(RotateKey, { fields: ({ params, body }) => ({ ...body, keyId: keyIn(params) }) }),
  },
  {
    ...common,
    method: 'delete',
    path: '/v1/admin/keys/{id}',
    params: ofOne,
    operationId: 'revokeKey',
    summary: 'Revoke a key',
    description:
      'The key, and every key created with it or with one of those, stops working at once. Revoking it again changes nothing.',
    scope: 'keys:write',
    answers: { 204: { description: 'The key and every key created with it are revoked' } },
    problems: [problems['key-unknown']],
    executes: executing(RevokeKey, { fields: ({ params }) => ({ keyId: keyIn(params) }) }),
  },
];

const keyIn = ({ id }: Readonly<Record<string, string>>): string => idInPath(id, problems['key-unknown']);
