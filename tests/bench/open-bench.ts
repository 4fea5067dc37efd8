import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedNatsServer, NatsServer } from '../support/broker/nats-server.ts';
import { startBenchDatabase } from './deployment/bench-database.ts';
import { type BenchDeployment, openBenchDeployment } from './deployment/bench-deployment.ts';
import type { Closing } from './deployment/closing.ts';
import { compileArgon2 } from './deployment/compiled-argon2.ts';
import type { BenchOptions } from './options.ts';
import type { Argon2Build, Bench } from './scenario.ts';

/** What this machine cannot do; the scenario's rows are then left out. */
export class CannotMeasure extends Error {}

/** Starts the database; a deployment is opened when a scenario asks for one. `closing` hears of all that is opened. */
export async function openBench(
  { quick, profile, out, messages, events, faults }: BenchOptions,
  note: (line: string) => void,
  closing: Closing,
): Promise<Bench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  closing.add(() => rm(folder, { recursive: true, force: true }));
  const people = quick ? 2_000 : 100_000;
  const logs = path.join(folder, 'logs');
  await mkdir(logs);
  const database = await startBenchDatabase(people, profile !== null);
  closing.add(() => database.stop());

  let running: NatsServer | undefined;
  closing.add(async () => running?.close());
  const broker = async (): Promise<NatsServer> => {
    if ((await installedNatsServer()) === null) {
      throw new CannotMeasure('nats-server is not installed here: .ci/system-packages installs it');
    }
    running ??= await NatsServer.start();
    return running;
  };

  let compiled: Promise<string | null> | undefined;
  let open: { readonly key: string; readonly deployment: BenchDeployment } | undefined;
  const alone = async (): Promise<void> => {
    await open?.deployment.stop();
    open = undefined;
  };
  closing.add(alone);
  const deployment = async (
    build: Argon2Build,
    following?: NatsServer,
    collector?: string,
  ): Promise<BenchDeployment> => {
    const url = following?.url;
    const key = [build, url, collector].join(' ');
    if (open?.key === key) return open.deployment;
    if (build === 'compiled') compiled ??= compileArgon2(path.join(folder, 'argon2'));
    const argon2 = build === 'compiled' ? await compiled : undefined;
    if (argon2 === null)
      throw new CannotMeasure('argon2 cannot be compiled here: no C++ compiler, or another processor');
    await alone();
    const choice = {
      ...(argon2 !== undefined && { argon2 }),
      ...(url !== undefined && { natsUrl: url }),
      ...(collector !== undefined && { collector }),
      ...(profile !== null && { profile: path.join(profile, build) }),
    };
    open = { key, deployment: await openBenchDeployment({ database, logs, ...choice }) };
    return open.deployment;
  };
  return {
    database,
    people,
    deployment,
    alone,
    broker,
    logs,
    profile,
    quick,
    note,
    folder: path.dirname(out),
    messages,
    events,
    faults,
  };
}
