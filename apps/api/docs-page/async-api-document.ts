import { type AsyncApiDocument, asyncApiDocument } from '@gatehouse/platform/asyncapi';
import { publishedEvents } from './published-events.js';

const description = `
What happens in Gatehouse, as CloudEvents 1.0 in JSON. The same events come over NATS (stream \`GATEHOUSE_EVENTS\`, the subjects
below), by webhooks, and from \`GET /v1/events\`, at least once: \`id\` tells the same one. Events of one subject are in order, but for
webhooks.

A version of an event may get fields that can be absent; everything else is another version. Null and absent mean the same. What
tells of a person is null once the person was erased.
`.trim();

/** The events as /asyncapi.json and docs/api tell them. */
export const eventsDocument = (): AsyncApiDocument =>
  asyncApiDocument(publishedEvents, { title: 'Gatehouse events', version: '1.0.0', description });

/** The document as a file, the same byte for byte wherever it is made. */
export const eventsDocumentText = (): string => `${JSON.stringify(eventsDocument(), null, 2)}\n`;
