import { accessEvents } from '@gatehouse/access/contract';
import { applicationsEvents } from '@gatehouse/applications/contract';
import { notificationEvents } from '@gatehouse/notification/contract';
import { type AllEventContracts, type AsyncApiDocument, asyncApiDocument } from '@gatehouse/platform/asyncapi';
import { type Operation, publicCommands, publicQueries } from '@gatehouse/platform/edge';
import { type OpenApiDocument, openApiDocument } from '@gatehouse/platform/openapi';
import { registrationEvents } from '@gatehouse/registration/contract';
import { webhooksEvents } from '@gatehouse/webhooks/contract';

const API_DESCRIPTION = `
A person signs up with an address and a password, gets a code by mail and has one minute to activate the account with it.

1. \`POST /v1/users\` writes the registration. It answers at once; the mail follows.
2. \`GET /v1/users/{id}/activation\` shows where the mail is. The minute starts when the mail provider has accepted it.
3. \`POST /v1/users/activation\` proves the password with HTTP Basic and the mailbox with the code.

**Requests and answers** are JSON in UTF-8. Times are RFC 3339 in UTC. A field that a request does not have is refused.
Every field of an answer is always there, and null where nothing is known. Answers may get more fields within version 1.

**Applications.** The header \`Gatehouse-Application\` names the application that a request is for; without it, it is
\`default\`. An address is an account’s within one application.

**Problems** are \`application/problem+json\` (RFC 9457). Programs may rely on \`code\`; \`title\` and \`detail\` are for
people. \`type\` leads to a page, or to JSON, that explains the problem and what to do. \`requestId\` ties a problem to the
service’s logs.
`.trim();

/** The API as /openapi.json, /docs and docs/api describe it. */
export const apiDocument = (operations: readonly Operation[], basePath = ''): OpenApiDocument =>
  openApiDocument(operations, {
    title: 'Gatehouse API',
    version: '1.0.0',
    server: basePath || '/',
    description: API_DESCRIPTION,
    tags: [
      { name: 'Registration', description: 'From the sign-up to the active account' },
      { name: 'Sessions', description: 'Signing in and out' },
      { name: 'Profile', description: 'What the signed-in person may see' },
      {
        name: 'Administration',
        description: 'For people with the role `support` or `admin`, and for products’ backends with a secret key',
      },
      { name: 'Events', description: 'For other services: what happened, as a log to follow' },
      { name: 'Health', description: 'For those who run the service' },
    ],
  });

/** The document as a file, the same byte for byte wherever it is made. */
export const apiDocumentText = (operations: readonly Operation[], basePath = ''): string =>
  `${JSON.stringify(apiDocument(operations, basePath), null, 2)}\n`;

/** Everything that others may follow, by type. */
export const publishedEvents: AllEventContracts = {
  ...registrationEvents,
  ...accessEvents,
  ...applicationsEvents,
  ...notificationEvents,
  ...webhooksEvents,
};

const MESSAGES_DESCRIPTION = `
**Events** are CloudEvents 1.0 in JSON: what happens in Gatehouse. The same events come over NATS (stream \`GATEHOUSE_EVENTS\`, the
subjects below), by webhooks, and from \`GET /v1/events\`, at least once: copies have the same \`id\`. Events of one subject are in
order, but for webhooks.

A version of an event may get fields that can be absent; everything else is another version. Null and absent mean the same. Personal
data is null once the person was erased.

**Commands** are what other services may have done over NATS, with the checks, answers and problems of HTTP. Where the subject
names no application, the header \`Gatehouse-Application\` does. Each is a request of the micro service \`gatehouse\`; an answer with
\`Nats-Service-Error-Code\` is a problem. Some may also be left in the stream \`GATEHOUSE_COMMANDS\` by senders who do not wait.

**Queries** are what other services may ask about their application over NATS, in the same way. If an answer exceeds the broker’s
maximum message size, the problem is \`answer-too-large\`: ask for fewer entries with \`limit\`.
`.trim();

/** Events, commands and queries as /asyncapi.json and docs/api describe them. */
export const messagesDocument = (operations: readonly Operation[]): AsyncApiDocument =>
  asyncApiDocument(
    { events: publishedEvents, commands: publicCommands(operations), queries: publicQueries(operations) },
    { title: 'Gatehouse events, commands and queries', version: '1.0.0', description: MESSAGES_DESCRIPTION },
  );

/** The document as a file, the same byte for byte wherever it is made. */
export const messagesDocumentText = (operations: readonly Operation[]): string =>
  `${JSON.stringify(messagesDocument(operations), null, 2)}\n`;
