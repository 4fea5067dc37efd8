import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

const sources = globSync('{apps,libs}/**/*.ts', { cwd: PROJECT, exclude: ['**/{node_modules,dist,generated}'] });
const naming = (purpose: string) =>
  sources.filter((file) => readFileSync(path.join(PROJECT, file), 'utf8').includes(`'${purpose}'`)).toSorted();

/** What a new purpose of codes touches beside its own commands. */
const PLACES = [
  'apps/console/src/components/words/purposes.ts',
  'libs/applications/contract/application-policy.ts',
  'libs/notification/domain/message/message.ts',
  'libs/registration/contract/events.ts',
  'libs/registration/domain/code/purposes.ts',
];

describe('the purpose of a code', () => {
  it('is named in its row, where it is published, set and worded, and by its own commands', () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(naming('password-reset')).toEqual(
      [...PLACES, 'libs/registration/application/recovery/reset-password.ts'].toSorted(),
    );
  });
});
