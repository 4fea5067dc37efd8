import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings, SettingsFault } from '@gatehouse/platform/config';
import { HASHING_ENVIRONMENT } from '@gatehouse/platform/runtime';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { parse, parseAllDocuments } from 'yaml';
import { PROJECT } from './cruise-project.js';
import { fieldsIn, fieldsOfSchemas } from './kubernetes-fields.js';

const FOLDER = path.join(PROJECT, 'docker/kubernetes');
const read = (file: string): string => readFileSync(path.join(PROJECT, file), 'utf8');

/** As published: each knows its schema. */
const KINDS = {
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceMonitor,
};
type Kind = keyof typeof KINDS;
type Labels = Readonly<Record<string, string>>;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly timeoutSeconds: number;
}
interface Pod {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly terminationGracePeriodSeconds?: number;
    readonly automountServiceAccountToken: boolean;
    readonly securityContext: object;
    readonly containers: readonly {
      readonly command: readonly string[];
      readonly env?: readonly { readonly name: string; readonly value: string }[];
      readonly image: string;
      readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
      readonly livenessProbe?: Probe;
      readonly readinessProbe?: Probe;
      readonly resources: { readonly requests: object; readonly limits: object };
      readonly securityContext: object;
    }[];
  };
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: Pod;
    readonly selector?: Labels & { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels: Labels };
    readonly ports?: readonly { readonly name: string; readonly targetPort: string }[];
    readonly endpoints?: readonly { readonly port: string; readonly path: string }[];
    readonly scaleTargetRef?: { readonly kind: Kind; readonly name: string };
  };
}

const manifests = globSync('**/*.yaml', { cwd: FOLDER, exclude: ['**/kustomization.yaml'] }).flatMap((file) =>
  parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8')).map((each) => each.toJS() as Manifest),
);
const named = manifests.map((each) => [`${each.kind} ${each.metadata.name}`, each] as const);
const ofKind = (kind: Kind): Manifest[] => manifests.filter((each) => each.kind === kind);
const [settings] = ofKind('ConfigMap');
const pods = [...ofKind('Job'), ...ofKind('Deployment')].flatMap(({ metadata, spec }) =>
  spec?.template ? [[metadata.name, spec.template] as const] : [],
);
const has = (labels: Labels, selector: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);
const selected = (selector: Labels): string[] =>
  pods.filter(([, { metadata }]) => has(metadata.labels, selector)).map(([name]) => name);

describe('the manifests for Kubernetes', () => {
  it('are all listed for kustomize, with one image', () => {
    const listed = (folder: string): string[] => {
      const { resources } = parse(readFileSync(path.join(FOLDER, folder, 'kustomization.yaml'), 'utf8'));
      return (resources as string[]).flatMap((name) =>
        name.endsWith('.yaml') ? [path.join(folder, name)] : listed(path.join(folder, name)),
      );
    };
    const all = globSync('**/*.yaml', { cwd: FOLDER, exclude: ['**/kustomization.yaml'] });
    expect(listed('').toSorted()).toEqual(all.toSorted());
    const images = globSync('**/kustomization.yaml', { cwd: FOLDER }).map(
      (file) => parse(readFileSync(path.join(FOLDER, file), 'utf8')).images as object,
    );
    expect(new Set(images.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(pods.flatMap(([, { spec }]) => spec.containers.map(({ image }) => image))).toEqual(
      Array(pods.length).fill('gatehouse'),
    );
  });

  it.each(named)('%s is as its schema says', (_, manifest) => {
    const Model = KINDS[manifest.kind];
    expect(Model.apiVersion).toBe(manifest.apiVersion);
    expect(faultsOf(manifest)).toBeNull();
    expect(manifest.metadata.namespace ?? 'gatehouse').toBe('gatehouse');
  });

  it('would not be, were a field of another type or missing', () => {
    const [deployment] = ofKind('Deployment');
    expect(faultsOf({ ...deployment, spec: { ...deployment?.spec, replicas: 'two' } } as Manifest)).toMatch(/replicas/);
    expect(faultsOf({ ...deployment, spec: {} } as Manifest)).toMatch(/selector|template/);
  });

  // Kubernetes drops a field that it does not know, and so the schemas allow any.
  it('have no field that none of the schemas knows', () => {
    const known = fieldsOfSchemas();
    expect(known).toContain('readinessProbe');
    expect(known).not.toContain('readinesProbe');
    const used = new Set(manifests.flatMap((manifest) => [...fieldsIn(manifest)]));
    expect(used.size).toBeGreaterThan(60);
    expect([...used].filter((field) => !known.has(field))).toEqual([]);
  });

  it('name settings that the service has, valid in production together with the secrets', () => {
    const table = read('README.md');
    const names = Object.keys(settings?.data ?? {});
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
    const secrets = [...read('docs/kubernetes.md').matchAll(/--from-literal=(\w+)=/g)].map(([, name = '']) => name);
    expect(secrets).toEqual(['DATABASE_URL', 'CODE_KEYS', 'TOKEN_KEYS', 'MAIL_POSTMARK_TOKEN']);
    const key = (byte: number) =>
      `1:${Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7 + byte)).toString('base64')}`;
    const environment = {
      ...settings?.data,
      ...imageEnvironment(),
      DATABASE_URL: 'postgres://gatehouse:secret@db.internal:5432/gatehouse?sslmode=verify-full',
      CODE_KEYS: key(1),
      TOKEN_KEYS: key(2),
      MAIL_POSTMARK_TOKEN: 'token',
    };
    expect(settingsFaults(environment)).toEqual([]);
  });

  it('have the ports and the programs of the image', () => {
    const { PORT, METRICS_PORT } = imageEnvironment();
    for (const [name, { spec }] of pods) {
      const [container] = spec.containers;
      const ports = Object.fromEntries((container?.ports ?? []).map((each) => [each.name, each.containerPort]));
      const [program, file = ''] = container?.command ?? [];
      if (name === 'gatehouse-migrate') {
        expect(program).toBe('gatehouse');
        continue;
      }
      expect(program).toBe('node');
      expect(file).toMatch(/^apps\/(api|worker)\/dist\/main\.js$/);
      expect(ports).toEqual({ metrics: Number(METRICS_PORT), ...(name === 'gatehouse-api' && { http: Number(PORT) }) });
    }
  });

  it('hash passwords in large pages, in the API alone', () => {
    const environments = pods.map(([name, { spec }]) => [name, spec.containers.flatMap(({ env }) => env ?? [])]);
    const hashing = Object.entries(HASHING_ENVIRONMENT).map(([setting, value]) => ({ name: setting, value }));
    expect(Object.fromEntries(environments)).toEqual({
      'gatehouse-api': hashing,
      'gatehouse-migrate': [],
      'gatehouse-worker': [],
    });
  });

  it('ask for health where it is answered, and wait longer than that takes', () => {
    const documented = JSON.parse(read('docs/api/openapi.json')) as { paths: object };
    const ofWorker = read('libs/platform/metrics.ts');
    for (const [name, { spec }] of pods.filter(([each]) => each !== 'gatehouse-migrate')) {
      const { livenessProbe, readinessProbe } = spec.containers[0] ?? {};
      const port = name === 'gatehouse-api' ? 'http' : 'metrics';
      expect(livenessProbe?.httpGet).toEqual({ path: '/health/live', port });
      expect(readinessProbe?.httpGet).toEqual({ path: '/health/ready', port });
      for (const probe of [livenessProbe, readinessProbe]) {
        expect(documented.paths).toHaveProperty([probe?.httpGet.path ?? '']);
        expect(ofWorker).toContain(`'${probe?.httpGet.path}'`);
        // A look at the database is given up after a second.
        expect(probe?.timeoutSeconds).toBeGreaterThan(1);
      }
    }
    expect(ofKind('ServiceMonitor')[0]?.spec?.endpoints).toMatchObject([{ port: 'metrics', path: '/metrics' }]);
  });

  it('leave processes longer than their drain, and are stricter than Kubernetes asks', () => {
    for (const [name, { spec }] of pods) {
      if (name !== 'gatehouse-migrate') expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(12);
      expect(spec.automountServiceAccountToken).toBe(false);
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext, resources } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources.requests).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
        expect(resources.limits).toHaveProperty('memory');
      }
    }
  });

  it('select pods that are there', () => {
    for (const { kind, metadata, spec } of manifests) {
      const selector = spec?.podSelector?.matchLabels ?? spec?.selector?.matchLabels ?? spec?.selector;
      if (!selector || kind === 'ServiceMonitor') continue;
      const found = selected(selector as Labels);
      expect([metadata.name, found]).toEqual([
        metadata.name,
        metadata.name === 'gatehouse' ? pods.map(([name]) => name) : [metadata.name],
      ]);
    }
    const services = ofKind('Service').filter(({ metadata }) =>
      has(metadata.labels ?? {}, ofKind('ServiceMonitor')[0]?.spec?.selector?.matchLabels ?? { no: 'label' }),
    );
    // The names of the jobs that the rules know.
    expect(services.map(({ metadata }) => metadata.name).toSorted()).toEqual(['gatehouse-api', 'gatehouse-worker']);
    for (const { spec } of ofKind('HorizontalPodAutoscaler'))
      expect(ofKind('Deployment').map(({ metadata }) => metadata.name)).toContain(spec?.scaleTargetRef?.name);
  });
});

function faultsOf(manifest: Manifest): string | null {
  const Model = KINDS[manifest.kind] as new (data: Manifest) => { validate(): void };
  try {
    new Model(manifest).validate();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** What the image sets by itself. */
function imageEnvironment(): Readonly<Record<string, string>> {
  const [, text = ''] = /^ENV (NODE_ENV=production .*)$/m.exec(read('docker/Dockerfile')) ?? [];
  return Object.fromEntries(text.split(' ').map((pair) => pair.split('=') as [string, string]));
}

function settingsFaults(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
}
