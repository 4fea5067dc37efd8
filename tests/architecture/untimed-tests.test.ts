import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

/** A clock or a counter of processor time that a test reads. Systems count the latter in steps of milliseconds, some even 0. */
const MEASURES = /\bperformance\.now\b|\bhrtime\b|\bcpuUsage\b/;

const sources = globSync('tests/{unit,architecture}/**/*.test.ts', { cwd: PROJECT });

it('unit tests measure no time: slowdownTo compares what costs much', () => {
  expect(sources.length).toBeGreaterThan(100);
  const measuring = sources.filter((file) => MEASURES.test(readFileSync(path.join(PROJECT, file), 'utf8')));
  expect(measuring).toEqual([]);
});
