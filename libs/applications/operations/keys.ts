import { type CommandBus, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, commandFrom, idInPath, type Operation } from '@gatehouse/platform/edge';
import { ApplicationKeyList, NewApplicationKey } from '../contract/application-key.js';
import { CreateKey } from '../contract/commands/create-key.js';
import { RevokeKey } from '../contract/commands/revoke-key.js';
import { RotateKey } from '../contract/commands/rotate-key.js';
import { FindKeys } from '../contract/queries/find-keys.js';
import { exampleKey, exampleNewKey } from './examples.js';
import { applicationsProblems as problems } from './problems.js';

const common = { tag: 'Administration', security: 'administration' } as const;
const ofOne = { id: 'The key’s id' };

export const keyOperations = (bus: CommandBus, queries: QueryBus): readonly Operation[] => [
  {
    ...common,
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/keys',
    operationId: 'createKey',
    summary: 'Make a secret key',
    description:
      'A product’s backend calls the administrative routes with it, for its own application and no other. It may do everything but make keys, or what `scopes` says. Made with another key, it gets no scope that this one lacks, ends with it at the latest and is revoked with it. An application has 20 good ones at most, not counting those that live out the overlap of a rotation.',
    scope: 'keys:write',
    body: { schema: CreateKey, example: { name: 'billing backend', scopes: ['users:read', 'statistics:read'] } },
    answers: {
      201: { description: 'The key, shown this once', schema: NewApplicationKey, example: exampleNewKey },
    },
    problems: [problems['key-scope-refused'], problems['too-many-keys']],
    handle: async ({ body, context }) =>
      answerResult(await bus.execute(commandFrom(CreateKey, body), context), (key) => ({ status: 201, body: key })),
  },
  {
    ...common,
    method: 'get',
    path: '/v1/admin/keys',
    operationId: 'listKeys',
    summary: 'The application’s keys',
    description: 'The newest first, and 200 at most. Those that are over are among them.',
    scope: 'keys:read',
    answers: { 200: { description: 'The keys', schema: ApplicationKeyList, example: { keys: [exampleKey] } } },
    problems: [],
    handle: async ({ context }) =>
      answerResult(await queries.ask(queryWith(FindKeys, {}), context), (keys) => ({ status: 200, body: keys })),
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
      'Makes a key of the same name and scopes. A key can replace those alone whose scopes it has. The old one is good for another 24 hours, or as long as `overlapSeconds` says, so that its users can change over.',
    scope: 'keys:write',
    body: {
      schema: RotateKey,
      fields: ['overlapSeconds'],
      optional: true,
      example: { overlapSeconds: 3_600 },
    },
    answers: {
      201: { description: 'The new key, shown this once', schema: NewApplicationKey, example: exampleNewKey },
    },
    problems: [problems['key-scope-refused'], problems['key-unknown'], problems['too-many-keys']],
    handle: async ({ params, body, context }) => {
      const command = commandFrom(RotateKey, { ...body, keyId: keyIn(params) });
      return answerResult(await bus.execute(command, context), (key) => ({ status: 201, body: key }));
    },
  },
  {
    ...common,
    method: 'delete',
    path: '/v1/admin/keys/{id}',
    params: ofOne,
    operationId: 'revokeKey',
    summary: 'Revoke a key',
    description:
      'It opens nothing from this moment on, and neither does any key that was made with it, or with one of those. To revoke it again changes nothing.',
    scope: 'keys:write',
    answers: { 204: { description: 'The key is over, and so is every key made with it' } },
    problems: [problems['key-unknown']],
    handle: async ({ params, context }) =>
      answerResult(await bus.execute(commandFrom(RevokeKey, { keyId: keyIn(params) }), context), () => ({
        status: 204,
      })),
  },
];

const keyIn = ({ id }: Readonly<Record<string, string>>): string => idInPath(id, problems['key-unknown']);
