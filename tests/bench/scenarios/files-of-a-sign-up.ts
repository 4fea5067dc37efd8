import path from 'node:path';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { type Child, startChild } from '../deployment/child.ts';
import { PROGRAMS } from '../deployment/programs.ts';
import { ApiClient } from '../load/api-client.ts';
import { Mailbox } from '../load/mailbox.ts';
import { newPerson } from '../load/person.ts';
import { Coverage } from '../measure/coverage.ts';
import type { Bench, Scenario } from '../scenario.ts';

const INSPECTED = ['--inspect=127.0.0.1:0'];

/** What somebody reads who follows a sign-up through the code: every file of ours that runs for one. */
export const filesOfASignUp: Scenario = {
  name: 'files',
  onlyWhenNamed: true,
  run: async (bench) => {
    const { api, worker } = await filesRun(bench);
    const all = [...new Set([...api, ...worker])];
    const figure = (name: string, value: number, under: number, meaning: string) =>
      ({ name, value, unit: 'files', goal: { under }, meaning }) as const;
    return {
      figures: [
        figure(
          'a sign-up, from Express to SQL',
          api.length,
          31,
          'Files of ours that run in the API for one `POST /v1/users`.',
        ),
        figure(
          'a sign-up, until the provider has the mail',
          all.length,
          56,
          'The same with those that run in the worker until the sandbox has accepted the mail.',
        ),
      ],
      details: { api, worker },
    };
  },
};

async function filesRun(bench: Bench): Promise<{ api: readonly string[]; worker: readonly string[] }> {
  const environment = { ...serviceEnvironment(), DATABASE_URL: bench.database.url };
  const started: Child[] = [];
  const start = async (name: 'sandbox' | 'worker' | 'api', mailUrl?: string): Promise<Child> => {
    const child = await startChild({
      name: `files-${name}`,
      program: PROGRAMS[name],
      environment: { ...environment, ...(mailUrl !== undefined && { MAIL_BASE_URL: mailUrl }) },
      logs: bench.logs,
      nodeOptions: INSPECTED,
    });
    started.unshift(child);
    return child;
  };
  try {
    const sandbox = await start('sandbox');
    await start('worker', sandbox.url);
    const api = await start('api', sandbox.url);
    const client = new ApiClient(api.url, 1);
    const mailbox = new Mailbox(sandbox.url);
    const signUp = async (): Promise<void> => {
      const person = newPerson();
      await client.signUp(person);
      await mailbox.codeFor(person.email);
    };
    // The first call loads and compiles what later ones find.
    await signUp();
    const coverages = await Promise.all(
      ['api', 'worker'].map((name) => Coverage.attach(path.join(bench.logs, `files-${name}.log`))),
    );
    await signUp();
    const [ofApi = [], ofWorker = []] = await Promise.all(coverages.map((coverage) => coverage.taken()));
    for (const coverage of coverages) coverage.close();
    await client.close();
    return { api: ofApi.toSorted(), worker: ofWorker.toSorted() };
  } finally {
    for (const child of started) await child.stop();
  }
}
