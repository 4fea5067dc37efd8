import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type EventSchemas, eventSchemas, schemaChanges } from '@gatehouse/platform/asyncapi';
import { apiDocumentText, messagesDocumentText, publishedEvents } from './docs-page/documents.js';
import { documentedOperations } from './operations.js';

// `npm run docs`, from the root folder: writes what the API says of itself to docs/api.

const folder = path.resolve('docs/api');
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'openapi.json'), apiDocumentText(documentedOperations()));
await writeFile(path.join(folder, 'asyncapi.json'), messagesDocumentText(documentedOperations()));

// What others rely on: it grows, and is written again only while every version of an event stays what it was.
const kept = path.join(folder, 'event-schemas.json');
const before = JSON.parse(await readFile(kept, 'utf8').catch(() => '{}')) as EventSchemas;
const after = eventSchemas(publishedEvents);
const changes = schemaChanges(before, after);
if (changes.length === 0) await writeFile(kept, `${JSON.stringify(after, null, 2)}\n`);
else {
  process.stderr.write(`Events have changed incompatibly within a version; add a new version instead:\n`);
  for (const change of changes) process.stderr.write(`  - ${change}\n`);
  process.exitCode = 1;
}
