// Writes the types of the published client from the document that the API makes of itself: `npm run docs` runs it after
// the document was written, so that no route and no problem changes without the client's types.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';

const NOTE = '// Generated from docs/api/openapi.json by `npm run docs`. Do not edit.\n\n';
const folder = path.resolve('libs/client/generated');
const document = JSON.parse(await readFile('docs/api/openapi.json', 'utf8'));

await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'api.ts'), NOTE + astToString(await openapiTypes(document)));
await writeFile(path.join(folder, 'problem-statuses.ts'), NOTE + problemStatuses(document));

/** Each problem code has an example of its own, which tells the status that it comes with. */
function problemStatuses({ components: { examples } }) {
  const lines = Object.values(examples)
    .map(({ value }) => `  '${value.code}': ${value.status};`)
    .toSorted();
  return `/** The HTTP status that each problem comes with. */\nexport interface ProblemStatuses {\n${lines.join('\n')}\n}\n`;
}
