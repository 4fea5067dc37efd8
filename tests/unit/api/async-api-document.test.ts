import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type EventSchemas, eventSchemas, schemaChanges } from '@gatehouse/platform/asyncapi';
import { cloudEvent } from '@gatehouse/platform/events';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { eventsDocument, eventsDocumentText } from '../../../apps/api/docs-page/async-api-document.js';
import { publishedEvents } from '../../../apps/api/docs-page/published-events.js';

const committed = (name: string) => readFileSync(new URL(`../../../docs/api/${name}`, import.meta.url), 'utf8');
const document = eventsDocument();
const types = Object.keys(publishedEvents);

describe('the document of events', () => {
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
    const references = [...eventsDocumentText().matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, place = '']) => place);
    expect(references.length).toBeGreaterThan(100);
    const at = (place: string) =>
      place.split('/').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
    expect(references.filter((place) => at(place) === undefined)).toEqual([]);
  });

  it('tells of every event where it is sent to and what it says', () => {
    expect(Object.keys(document.channels)).toEqual(types.toSorted());
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

  it('is the one that is committed: npm run docs', () => {
    expect(committed('asyncapi.json')).toBe(eventsDocumentText());
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
