import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Environment, readSettings, SettingsFault } from '@gatehouse/platform/config';
import { HASHING_ENVIRONMENT, PROCESS_ENVIRONMENT } from '@gatehouse/platform/runtime';
import { parse } from 'yaml';
import { PROJECT } from './cruise-project.js';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly pull_policy?: string;
  readonly profiles?: readonly string[];
  readonly init?: boolean;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly restart: string;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
}

const read = (file: string): string => readFileSync(path.join(PROJECT, file), 'utf8');
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
};
const dockerfile = read('docker/Dockerfile');
/** From its FROM to the next one. */
const stageOf = (name: string): string =>
  dockerfile.split(/(?=^FROM )/m).find((stage) => new RegExp(`^FROM \\S+ AS ${name}$`, 'm').test(stage)) ?? '';
const each = Object.entries(services);
/** `${NAME:-by default}` as Compose reads it where nobody has set NAME. */
const byDefault = (text: string): string => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
const environmentOf = (name: string, more: Environment = {}): Environment => ({
  ...Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([setting, value]) => [setting, byDefault(value)]),
  ),
  ...more,
});
const faultsOf = (environment: Environment): readonly string[] => {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
};

describe('docker-compose.yml', () => {
  it('runs the service’s own image, PostgreSQL 18 and NATS 2, and nothing else unless a profile asks for it', () => {
    const imagesOf = (profile?: string) =>
      Object.fromEntries(
        each.filter(([, { profiles }]) => profiles?.[0] === profile).map(([name, { image }]) => [name, image]),
      );
    expect(imagesOf('tools')).toEqual({ adminer: 'adminer:5' });
    expect(imagesOf('monitoring')).toEqual({ prometheus: 'prom/prometheus:v2.53.0' });
    expect(imagesOf('test')).toEqual({ test: 'gatehouse-test' });
    expect(imagesOf()).toEqual({
      postgres: 'postgres:18',
      nats: 'nats:2',
      migrate: 'gatehouse',
      api: 'gatehouse',
      worker: 'gatehouse',
      sandbox: 'gatehouse-sandbox',
    });
    const bases = [...dockerfile.matchAll(/^FROM (\S+:\S+)/gm)].map(([, image]) => image);
    expect(new Set(bases)).toEqual(new Set(['node:24-bookworm-slim']));
  });

  it('builds each image once, and waits for it where it is not built', () => {
    const built = each.filter(([, { build }]) => build);
    expect(built.map(([name, { image, build }]) => [name, image, build?.target])).toEqual([
      ['migrate', 'gatehouse', 'service'],
      ['sandbox', 'gatehouse-sandbox', 'sandbox'],
      ['test', 'gatehouse-test', 'test'],
    ]);
    for (const [, { build }] of built)
      expect(dockerfile).toBe(read(path.join(build?.context ?? '', build?.dockerfile ?? '')));
    const users = each.filter(([, { image, build }]) => image === 'gatehouse' && !build);
    expect(users.map(([name]) => name)).toEqual(['api', 'worker']);
    for (const [, { pull_policy, depends_on }] of users) {
      expect(pull_policy).toBe('never');
      expect(depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    }
  });

  it.each(each)('confines %s: read-only, without capabilities, without a way to more', (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    // The database's entrypoint hands its folder over to another user, and becomes that one.
    const needed = name === 'postgres' ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] : [];
    expect(service.cap_add ?? []).toEqual(needed);
    expect(service).not.toHaveProperty('privileged');
  });

  it('publishes on loopback alone, and the database nowhere', () => {
    const published = each.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual([
      'nats 127.0.0.1:4222:4222',
      'api 127.0.0.1:3000:3000',
      'sandbox 127.0.0.1:3025:3025',
      'adminer 127.0.0.1:8080:8080',
      'prometheus 127.0.0.1:9090:9090',
    ]);
  });

  it('restarts what ends, but for the migrations and the tests', () => {
    for (const [name, { restart }] of each)
      expect([name, restart]).toEqual([name, ['migrate', 'test'].includes(name) ? 'no' : 'unless-stopped']);
  });

  it('leaves processes longer than their drain of 10 s', () => {
    for (const name of ['api', 'worker'])
      expect(Number.parseInt(services[name]?.stop_grace_period ?? '', 10)).toBeGreaterThan(12);
  });

  it('knows of each process whether it is well, and migrates once the database is', () => {
    expect(services['postgres']?.healthcheck?.test?.join(' ')).toMatch(/^CMD-SHELL pg_isready -h 127\.0\.0\.1 /);
    expect(services['migrate']).toMatchObject({
      entrypoint: ['gatehouse', 'migrate'],
      command: ['up'],
      healthcheck: { disable: true },
      depends_on: { postgres: { condition: 'service_healthy' } },
    });
    // API, worker and sandbox have the image's.
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    for (const name of ['api', 'worker', 'sandbox']) expect(services[name]?.healthcheck).toBeUndefined();
    const { HEALTH_PORT, HEALTH_PATH } = services['worker']?.environment ?? {};
    expect([HEALTH_PORT, HEALTH_PATH]).toEqual(['9464', '/health/live']);
  });

  it('keeps the database’s and the broker’s data in volumes, and writes nowhere else but to /tmp', () => {
    const mounted = Object.fromEntries(each.flatMap(([name, { volumes: mounts }]) => (mounts ? [[name, mounts]] : [])));
    expect(mounted).toEqual({
      postgres: ['postgres:/var/lib/postgresql'],
      nats: ['./docker/nats.conf:/etc/nats/gatehouse.conf:ro', 'nats:/data'],
      prometheus: ['./docker/monitoring:/etc/prometheus/gatehouse:ro', 'prometheus:/prometheus'],
      // Without a name: it goes with its container.
      test: ['/tmp'],
    });
    expect(Object.keys(volumes).toSorted()).toEqual(['nats', 'postgres', 'prometheus']);
  });

  it('has the command line program on the path of the service’s image, for migrate and exec', () => {
    const [, target] = /^RUN ln -s \/app\/(\S+) \/usr\/local\/bin\/gatehouse$/m.exec(stageOf('service')) ?? [];
    const { bin } = JSON.parse(read('apps/cli/package.json')) as { bin: { gatehouse: string } };
    expect(target).toBe(`apps/cli/${bin.gatehouse}`);
    expect(statSync(path.join(PROJECT, target ?? '')).mode & 0o111).toBe(0o111);
  });

  it('keeps the memory of a process as small as npm start does', () => {
    const [, settings = ''] = /^ENV (MALLOC_ARENA_MAX=.*)$/m.exec(stageOf('service')) ?? [];
    expect(Object.fromEntries(settings.split(' ').map((setting) => setting.split(/=(.*)/)))).toMatchObject(
      PROCESS_ENVIRONMENT,
    );
  });

  it('hashes passwords in large pages, as npm start does, in that process alone', () => {
    const hashing = Object.entries(services).filter(([, { environment }]) => environment?.['GLIBC_TUNABLES']);
    expect(hashing.map(([name]) => name)).toEqual(['api']);
    expect(services['api']?.environment).toMatchObject({ ...HASHING_ENVIRONMENT, HASH_PRIORITY: 'idle' });
  });

  it('runs the README’s test command with its coverage, not as root, with what Node’s image lacks for it', () => {
    const stage = stageOf('test');
    expect(stage).toMatch(/^FROM build AS test$/m);
    expect(stage).toMatch(/^USER node\nCMD \["npm", "test", "--", "--coverage"\]$/m);
    expect(read('README.md')).toContain('npm ci && npm test ');
    expect(services['test']).toMatchObject({ pull_policy: 'build', init: true });
    expect(services['test']).not.toHaveProperty('command');
    expect(services['test']).not.toHaveProperty('depends_on');
  });

  it('copies the tests, and all that they read, into no other stage than theirs', () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.*)$/gm)].map(([, files]) => files);
    expect(copies.filter((files) => /(^| )(\.|tests|docs)( |$)/.test(files ?? ''))).toEqual(['. .']);
    expect(stageOf('test')).toContain('\nCOPY . .\n');
    for (const kept of ['.git', '.gatehouse', '**/*.env', '**/node_modules', '**/dist'])
      expect(read('.dockerignore').split('\n')).toContain(kept);
  });

  it('looks into PostgreSQL with Adminer by default, in a profile of its own', () => {
    expect(services['adminer']).toMatchObject({
      environment: { ADMINER_DEFAULT_DRIVER: 'pgsql', ADMINER_DEFAULT_SERVER: 'postgres' },
      tmpfs: ['/tmp'],
    });
    expect(read('README.md')).toContain('http://localhost:8080/?pgsql=postgres&username=gatehouse&db=gatehouse');
  });

  it('has Prometheus scrape the processes where they are, with the rules that are mounted', () => {
    const config = parse(read('docker/monitoring/prometheus.yml')) as {
      readonly rule_files: readonly string[];
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly dns_sd_configs: readonly [{ readonly names: readonly string[]; readonly port: number }];
      }[];
    };
    expect(services['prometheus']?.command).toContain('--config.file=/etc/prometheus/gatehouse/prometheus.yml');
    expect(config.rule_files).toEqual(['rules/*.yml']);
    const port = Number(/METRICS_PORT=(\d+)/.exec(stageOf('service'))?.[1]);
    const scraped = config.scrape_configs.map(({ job_name, dns_sd_configs: [places] }) => [
      job_name,
      places.names[0],
      places.port,
    ]);
    expect(scraped).toEqual([
      ['gatehouse-api', 'api', port],
      ['gatehouse-worker', 'worker', port],
    ]);
    for (const [, name] of scraped) expect(services).toHaveProperty([String(name)]);
  });

  it.each(['migrate', 'api', 'worker'])('gives %s settings that it understands', (name) => {
    expect(faultsOf(environmentOf(name))).toEqual([]);
  });

  it('has development secrets alone, each of which can be set and none of which production takes', () => {
    const { CODE_KEYS, TOKEN_KEYS, NATS_URL } = services['api']?.environment ?? {};
    expect(CODE_KEYS).toMatch(/^\$\{CODE_KEYS:-development-/);
    expect(TOKEN_KEYS).toMatch(/^\$\{TOKEN_KEYS:-development-/);
    expect(NATS_URL).toMatch(/:\$\{NATS_GATEHOUSE_PASSWORD:-development\}@/);
    const refused = [
      'PUBLIC_URL must start with https://',
      'NATS_URL contains the development password',
      'MAIL_PROVIDER must not be sandbox',
      'SMS_PROVIDER must not be sandbox',
      'CODE_KEYS contains a development key',
      'TOKEN_KEYS contains a development key',
    ];
    const faults = faultsOf(environmentOf('api', { APP_ENV: 'production' }));
    expect(refused.filter((words) => !faults.some((fault) => fault.startsWith(words)))).toEqual([]);
    for (const value of Object.values(services['nats']?.environment ?? {}))
      expect(value).toMatch(/^nats$|^\$\{NATS_\w+:-development\}$/);
  });
});
