import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { request } from 'undici';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { residentMiB } from '../measure/proc.ts';
import type { Bench, Scenario } from '../scenario.ts';

const run = promisify(execFile);
const PROGRAM = path.join(import.meta.dirname, '../../../apps/cli/dist/main.js');
const SAMPLE_MS = 1_000;

/** Users of another system, sent as one stream; and what the process that takes them needs for it. */
export const importing: Scenario = {
  name: 'import',
  run: async (bench) => {
    const { api } = await bench.deployment('prebuilt');
    const key = await newKey(bench);
    const lines = bench.quick ? 300 : 100_000;
    const before = await residentMiB(api.pid);
    const course: number[] = [];
    const sampling = setInterval(async () => {
      course.push(Math.round((await residentMiB(api.pid))?.now ?? 0));
    }, SAMPLE_MS);
    const began = performance.now();
    try {
      await importLines(`${api.url}/v1/admin/import?importId=${randomUUID()}`, key, lines);
    } finally {
      clearInterval(sampling);
    }
    const seconds = (performance.now() - began) / 1000;
    const after = await residentMiB(api.pid);
    const most = Math.max(after?.now ?? 0, ...course);
    return {
      figures: [
        {
          name: 'users imported',
          value: lines / seconds,
          unit: '/s',
          meaning: `${lines} users with hashes of Django, as one stream of NDJSON by HTTP, to the last line of the report.`,
        },
        {
          name: 'memory of the API, most during an import',
          value: before && most,
          unit: 'MiB',
          meaning: 'Resident set, looked at every second; the report is read as it comes.',
        },
      ],
      details: { lines, seconds, residentMiB: { before: before?.now, course, after: after?.now } },
    };
  },
};

async function newKey({ database }: Bench): Promise<string> {
  const env = { ...process.env, ...serviceEnvironment(), DATABASE_URL: database.url };
  const { stdout } = await run(process.execPath, [PROGRAM, 'keys', 'create', '--name', 'bench', '--json'], { env });
  return (JSON.parse(stdout) as { key: string }).key;
}

/** @throws Error unless every line was imported */
async function importLines(url: string, key: string, lines: number): Promise<void> {
  const answer = await request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: Readable.from(usersOfElsewhere(lines)),
  });
  let last = '';
  for await (const piece of answer.body) last = (last + String(piece)).slice(-500);
  if (!last.includes(`"lines":${lines},"imported":${lines},`)) throw new Error(`The import ended with: ${last}`);
}

function* usersOfElsewhere(lines: number): Iterable<string> {
  for (let number = 1; number <= lines; number += 1) {
    const digest = randomBytes(32).toString('base64');
    const user = {
      email: `imported-${number}@bench.example.com`,
      emailVerified: true,
      passwordHash: `pbkdf2_sha256$600000$${randomBytes(11).toString('hex')}$${digest}`,
      name: 'Person',
      surname: `Number ${number}`,
      phone: `+336${String(10_000_000 + (number % 80_000_000)).slice(0, 8)}`,
      locale: 'fr',
      createdAt: '2021-03-08T09:00:00Z',
    };
    yield `${JSON.stringify(user)}\n`;
  }
}
