import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiDocumentText } from './docs-page/api-document.js';
import { documentedRoutes } from './documented-routes.js';

// `npm run docs`, from the house's folder: writes what the API says of itself to docs/api.

const folder = path.resolve('docs/api');
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'openapi.json'), apiDocumentText(documentedRoutes()));
