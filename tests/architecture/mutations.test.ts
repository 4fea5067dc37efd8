import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MUTATIONS } from '../nemesis/mutations/mutations.js';
import { PROJECT } from './cruise-project.js';

describe('the mutations that prove the checker of npm run chaos', () => {
  const patches = MUTATIONS.flatMap(({ name, patches: all }) => all.map((patch) => ({ name, ...patch })));

  it.each(patches)('$name: its text stands once in $file', ({ file, before }) => {
    const times = readFileSync(path.join(PROJECT, file), 'utf8').split(before).length - 1;
    expect(times).toBe(1);
  });
});
