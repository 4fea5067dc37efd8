import type { PublicCommand, PublicOperation, PublicQuery } from '../edge/index.js';
import { CLOUD_EVENT_TYPE } from '../events/index.js';
import type { JsonSchema } from '../openapi/index.js';
import { callChannels } from './call-channels.js';
import type { AsyncApiMessage } from './call-messages.js';
import { callMessages } from './call-messages.js';
import { type AllEventContracts, eventSchemas } from './event-schemas.js';

export interface AsyncApiInfo {
  readonly title: string;
  readonly version: string;
  /** Markdown. */
  readonly description: string;
}

type Reference = { readonly $ref: string };

/** The parts of AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0) that this service writes. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: AsyncApiInfo;
  readonly defaultContentType: string;
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly messages: Readonly<Record<string, AsyncApiMessage>>;
    readonly parameters: Readonly<Record<string, object>>;
  };
}

export interface AsyncApiSubject {
  readonly events: AllEventContracts;
  readonly commands: readonly PublicCommand[];
  readonly queries: readonly PublicQuery[];
}

/** Describes events, commands and queries in AsyncAPI 3.0. The same contracts give the same document, to the byte. */
export function asyncApiDocument(
  { events: contracts, ...given }: AsyncApiSubject,
  info: AsyncApiInfo,
): AsyncApiDocument {
  const [commands, queries] = [byName(given.commands), byName(given.queries)];
  const { channels, operations } = callChannels(commands, queries);
  const { messages, schemas } = callMessages(commands, queries);
  const types = Object.keys(contracts).sort();
  const data = eventSchemas(contracts);
  const named = <T>(make: (type: string) => T, name = (type: string) => type) =>
    Object.fromEntries(types.map((type) => [name(type), make(type)]));
  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: CLOUD_EVENT_TYPE,
    channels: { ...named(channelOf), ...channels },
    operations: {
      ...named(
        (type) => ({
          action: 'send',
          channel: { $ref: `#/channels/${type}` },
          messages: [{ $ref: `#/channels/${type}/messages/${type}` }],
        }),
        (type) => `publish.${type}`,
      ),
      ...operations,
    },
    components: {
      schemas: { CloudEvent: cloudEventSchema, ...data, ...schemas },
      messages: { ...named((type) => messageOf(type, contracts[type]?.description ?? '')), ...messages },
      parameters: {
        application: { description: 'Slug of the application that the event happened in' },
        applicationOfCommand: {
          description: 'Slug of the application that the command is for, guaranteed by the broker',
        },
        applicationOfQuery: {
          description: 'Slug of the application that the query is about, guaranteed by the broker',
        },
      },
    },
  };
}

const byName = <P extends PublicOperation>(given: readonly P[]): readonly P[] =>
  given.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const channelOf = (type: string) => ({
  address: `gatehouse.events.{application}.${type}`,
  messages: { [type]: reference('messages', type) },
  parameters: { application: reference('parameters', 'application') },
});

const messageOf = (type: string, summary: string): AsyncApiMessage => ({
  name: type,
  title: type,
  summary,
  contentType: CLOUD_EVENT_TYPE,
  payload: {
    allOf: [
      reference('schemas', 'CloudEvent'),
      { type: 'object', properties: { type: { const: type }, data: reference('schemas', type) } },
    ],
  },
});

const reference = (kind: string, name: string): Reference => ({ $ref: `#/components/${kind}/${name}` });

const cloudEventSchema: JsonSchema = {
  type: 'object',
  description: 'CloudEvents 1.0, in structured mode. More attributes may be added',
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid', description: 'Identifies the event, for deduplication' },
    source: { type: 'string', format: 'uri-reference', description: '`/applications/` and the slug' },
    type: { type: 'string', description: 'With its version' },
    subject: { type: 'string', format: 'uuid', description: 'What it is about. Events of one subject are in order' },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    data: { type: 'object' },
  },
};
