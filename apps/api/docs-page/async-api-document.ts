import { type AsyncApiDocument, asyncApiDocument } from '@gatehouse/platform/asyncapi';
import { type Operation, publicCommands } from '@gatehouse/platform/edge';
import { publishedEvents } from './published-events.js';

const description = `
**Events** are CloudEvents 1.0 in JSON: what happens in Gatehouse. The same events come over NATS (stream \`GATEHOUSE_EVENTS\`, the
subjects below), by webhooks, and from \`GET /v1/events\`, at least once: \`id\` tells the same one. Events of one subject are in
order, but for webhooks.

A version of an event may get fields that can be absent; everything else is another version. Null and absent mean the same. What
tells of a person is null once the person was erased.

**Commands** are what other services may have done over NATS, with the checks, answers and problems of HTTP. Where the subject
names no application, the header \`Gatehouse-Application\` does. Each is a request of the micro service \`gatehouse\`; an answer with
\`Nats-Service-Error-Code\` is a problem. Some may also be left in the stream \`GATEHOUSE_COMMANDS\` by senders who do not wait.
`.trim();

/** Events and commands as /asyncapi.json and docs/api tell them. */
export const messagesDocument = (operations: readonly Operation[]): AsyncApiDocument =>
  asyncApiDocument(
    { events: publishedEvents, commands: publicCommands(operations) },
    { title: 'Gatehouse events and commands', version: '1.0.0', description },
  );

/** The document as a file, the same byte for byte wherever it is made. */
export const messagesDocumentText = (operations: readonly Operation[]): string =>
  `${JSON.stringify(messagesDocument(operations), null, 2)}\n`;
