import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type EventSchemas, eventSchemas, schemaChanges } from '@gatehouse/platform/asyncapi';
import { commonProblems, problemBody, publicCommands, publicQueries } from '@gatehouse/platform/edge';
import { cloudEvent } from '@gatehouse/platform/events';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { messagesDocument, messagesDocumentText, publishedEvents } from '../../../apps/api/docs-page/documents.js';
import { documentedOperations } from '../../../apps/api/operations.js';

const committed = (name: string) => readFileSync(new URL(`../../../docs/api/${name}`, import.meta.url), 'utf8');
const operations = documentedOperations();
const commands = publicCommands(operations);
const queries = publicQueries(operations);
const document = messagesDocument(operations);
const documentText = messagesDocumentText(operations);
const types = Object.keys(publishedEvents);

describe('the document of events and commands', () => {
  it('is valid AsyncAPI 3.0', () => {
    const specification = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(specification);
    expect({ valid: validate(structuredClone(document)), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    });
  });

  it('refers to nothing that is not there', () => {
    const references = [...documentText.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, place = '']) => place);
    expect(references.length).toBeGreaterThan(100);
    const at = (place: string) =>
      place.split('/').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
    expect(references.filter((place) => at(place) === undefined)).toEqual([]);
  });

  it('says of every event where it is sent to and what it contains', () => {
    expect(Object.keys(document.channels).filter((id) => id in publishedEvents)).toEqual(types.toSorted());
    expect(document.channels['user.registered.v1']).toMatchObject({
      address: 'gatehouse.events.{application}.user.registered.v1',
    });
    for (const { summary } of Object.values(document.components.messages)) expect(summary).not.toBe('');
  });

  it('describes events such as they are sent', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'events', components: document.components });
    const sent = (type: string, data: object) =>
      cloudEvent({
        id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11',
        application: 'shop',
        subject: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12',
        type,
        data,
        occurredAt: new Date(),
      });
    const isDescribed = (event: { readonly type: string }) => {
      const validate = ajv.getSchema(`events#/components/messages/${event.type}/payload`);
      return validate?.(JSON.parse(JSON.stringify(event)));
    };
    const userId = '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12';
    expect(isDescribed(sent('user.registered.v1', { userId, email: 'ada@example.com', locale: null }))).toBe(true);
    expect(isDescribed(sent('user.registered.v1', { userId, email: null, locale: null }))).toBe(true);
    expect(isDescribed(sent('user.registered.v1', { userId: 7, email: null, locale: null }))).toBe(false);
    expect(isDescribed(sent('user.registered.v1', { email: 'ada@example.com' }))).toBe(false);
  });

  describe('of commands and queries', () => {
    const [served, durable] = [commands, commands.filter((command) => command.durable)];
    const subjects = (prefix: string, of: readonly { readonly name: string }[]) =>
      of.flatMap(({ name }) => [`${prefix}.${name}`, `${prefix}.{application}.${name}`]);
    const addressesOf = (wanted: string, hasReply: boolean) =>
      Object.values(
        document.operations as Record<string, { action: string; channel: { $ref: string }; reply?: object }>,
      )
        .filter(({ action, reply }) => action === wanted && hasReply === (reply !== undefined))
        .map(({ channel }) => channel.$ref.replace('#/channels/', ''))
        .map((id) => (document.channels as Record<string, { address: string }>)[id]?.address ?? '')
        .filter((address) => !address.startsWith('gatehouse.events.'))
        .toSorted();
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'commands', components: document.components });
    const isDescribed = (message: string, part: 'headers' | 'payload', value: unknown) =>
      ajv.getSchema(`commands#/components/messages/${message}/${part}`)?.(JSON.parse(JSON.stringify(value)));

    it('says of each that is served where it is sent to, and of no other', () => {
      expect(served).toHaveLength(20);
      expect(queries.map(({ name }) => name)).toContain('FindUser');
      expect(addressesOf('receive', true)).toEqual(
        [...subjects('gatehouse.commands', served), ...subjects('gatehouse.queries', queries)].toSorted(),
      );
      expect(durable.map(({ name }) => name)).toEqual(['RegisterUser', 'ResendActivationCode', 'RequestPasswordReset']);
      expect(addressesOf('receive', false)).toEqual(subjects('gatehouse.durable.commands', durable).toSorted());
      expect(addressesOf('send', false)).toEqual(subjects('gatehouse.dead.commands', durable).toSorted());
    });

    it('takes and answers what the service does', () => {
      const person = { email: 'ada@example.com', password: 'nine seven lanterns' };
      for (const message of ['RegisterUser', 'durable.RegisterUser']) {
        expect(isDescribed(message, 'payload', person)).toBe(true);
        expect(isDescribed(message, 'payload', { ...person, isAdmin: true })).toBe(false);
        expect(isDescribed(message, 'payload', { email: person.email })).toBe(false);
      }
      const register = commands.find(({ command }) => command.name === 'RegisterUser');
      const answer = register?.answered.schema?.name;
      expect(document.components.messages['RegisterUser.answer']?.payload).toEqual({
        $ref: `#/components/schemas/${answer}`,
      });
      expect(document.components.messages['ChangePassword.answer']).not.toHaveProperty('payload');
      const userId = '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12';
      expect(isDescribed('FindUser', 'payload', { userId })).toBe(true);
      expect(isDescribed('FindUser', 'payload', { userId, isAdmin: true })).toBe(false);
      expect(isDescribed('FindUsers', 'payload', { limit: '10' })).toBe(false);
      expect(document.components.messages['FindUser.answer']?.payload).toEqual({
        $ref: '#/components/schemas/UserRecord',
      });
    });

    it('asks for an Authorization where the service does, and for a key where it heeds one', () => {
      const names = (message: string) =>
        Object.keys((document.components.messages[message]?.headers?.['properties'] ?? {}) as object);
      for (const { name, security, repeatable, durable: mayWait } of commands) {
        expect(isDescribed(name, 'headers', {})).toBe(security === null);
        expect(names(name).includes('Idempotency-Key')).toBe(repeatable);
        expect(names(name)).toContain('Gatehouse-Application');
        expect(names(`durable.${name}`).includes('Nats-Msg-Id')).toBe(mayWait);
      }
      for (const { name, security } of queries) {
        expect(isDescribed(name, 'headers', {})).toBe(security === null);
        expect(names(name)).toContain('Gatehouse-Application');
        expect(names(name)).not.toContain('Idempotency-Key');
      }
    });

    it('describes problems, and what is reported of a dead letter', () => {
      const problem = problemBody(commonProblems.busy, '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11');
      expect(isDescribed('EraseUser.problem', 'payload', problem)).toBe(true);
      expect(isDescribed('EraseUser.problem', 'payload', { ...problem, code: undefined })).toBe(false);
      expect(JSON.stringify(document.components.messages['EraseUser.problem'])).toContain('"scope-missing"');
      expect(JSON.stringify(document.components.messages['RegisterUser.problem'])).not.toContain('"token-invalid"');
      expect(JSON.stringify(document.components.messages['FindUser.problem'])).toContain('"answer-too-large"');
      expect(JSON.stringify(document.components.messages['FindActivationStatus.problem'])).toContain('"not-found"');
      const letter = { ...problem, messageId: null, sequence: 7, sentAt: new Date(), attempts: 1 };
      expect(isDescribed('DeadLetter', 'payload', letter)).toBe(true);
      expect(isDescribed('DeadLetter', 'payload', problem)).toBe(false);
    });
  });

  it('is the one that is committed: npm run docs', () => {
    expect(committed('asyncapi.json')).toBe(documentText);
  });

  it('keeps every version of an event what it was when it was published', () => {
    const before = JSON.parse(committed('event-schemas.json')) as EventSchemas;
    expect(schemaChanges(before, eventSchemas(publishedEvents))).toEqual([]);
    expect(Object.keys(before)).toEqual(types.toSorted());
  });

  it('promises no password, code or token', () => {
    const fields = Object.values(eventSchemas(publishedEvents)).flatMap((schema) =>
      Object.keys(schema['properties'] as object),
    );
    expect(fields.filter((name) => /password|secret|token|digits|hash|^code$/i.test(name))).toEqual([]);
  });
});
