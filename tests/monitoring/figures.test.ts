import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PLATFORM } from '@gatehouse/platform/container';
import type { Container } from 'inversify';
import { somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { oneOfEach } from '../support/monitoring/one-of-each.js';
import { allRules, MONITORING, seriesOf } from '../support/monitoring/rules.js';
import { WatchedService } from '../support/monitoring/watched-service.js';

interface Panel {
  readonly title?: string;
  readonly type: string;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
}

const dashboards = globSync('grafana/*.json', { cwd: MONITORING }).map(
  (file) => JSON.parse(readFileSync(path.join(MONITORING, file), 'utf8')) as Dashboard,
);
const queries = dashboards.flatMap(({ uid, panels }) =>
  panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ panel: `${uid}: ${title}`, expr }))),
);

/** Labels that Prometheus adds, or the rules themselves. */
const ADDED = ['job', 'instance', 'le', 'alertname', 'alertstate'];

describe('the figures of a service that runs', () => {
  let service: WatchedService;
  /** By the name of each metric, its labels. */
  const exposed = new Map<string, readonly string[]>();

  beforeAll(async () => {
    service = await WatchedService.open();
    await oneOfEach(service);
    const containers: readonly Container[] = [service.harness.api.container, service.worker];
    for (const container of containers) {
      for (const { name, type, labelNames } of described(container)) {
        const names = type === 'histogram' ? ['_bucket', '_count', '_sum'].map((suffix) => name + suffix) : [name];
        for (const each of names) exposed.set(each, labelNames);
      }
    }
  }, 120_000);
  afterAll(() => service?.close());

  it('are all that the rules and the dashboards ask for, by labels that they have', () => {
    const recorded = new Set(allRules().flatMap(({ record }) => record ?? []));
    const asked = [...allRules(), ...queries].flatMap(({ expr }) => seriesOf(expr));
    const ours = asked.filter(({ name }) => name !== 'up' && !recorded.has(name));
    expect(ours.length).toBeGreaterThan(80);
    expect(ours.filter(({ name }) => !exposed.has(name)).map(({ name }) => name)).toEqual([]);
    const wrong = ours.flatMap(({ name, labels }) =>
      labels
        .filter((label) => !ADDED.includes(label) && !exposed.get(name)?.includes(label))
        .map((label) => `${name} has no ${label}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have routes that the API serves', () => {
    const routes = new Set(
      Object.keys(service.harness.api.document.paths ?? {}).map((route) => route.replaceAll(/\{(\w+)\}/g, ':$1')),
    );
    const named = [...allRules(), ...queries].flatMap(({ expr }) =>
      [...expr.matchAll(/route(?:=|!~|=~|!=)"([^"]+)"/g)].flatMap(([, text = '']) => text.split('|')),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((route) => !routes.has(route))).toEqual([]);
  });

  it('leave no panel of a dashboard without data, while people sign up and activate', async () => {
    expect(dashboards.length).toBe(2);
    expect(queries.length).toBeGreaterThan(40);
    let empty: string[] = [];
    await eventually(
      'every panel has data',
      async () => {
        // A mail that takes too long on a busy machine is no matter: the next turn makes another.
        await service.harness.activated(somebody()).catch(() => undefined);
        const answers = await Promise.all(queries.map(async (each) => ({ ...each, samples: await ask(each.expr) })));
        empty = answers.filter(({ samples }) => samples.length === 0).map(({ panel, expr }) => `${panel}: ${expr}`);
        return empty.length === 0;
      },
      60_000,
    ).catch(() => expect(empty).toEqual([]));
  });

  /** As Grafana asks, for the time that this service has run. */
  const ask = async (expr: string) => {
    const samples = await service.prometheus.query(expr.replaceAll('$__rate_interval', '2m'));
    return samples.filter(({ value: [, value] }) => value !== 'NaN');
  };

  const described = (container: Container) =>
    container
      .get(PLATFORM.metrics)
      .registry.getMetricsAsArray()
      .map((metric) => ({
        name: metric.name,
        type: String(metric.type),
        labelNames: 'labelNames' in metric ? (metric.labelNames as readonly string[]) : [],
      }));
});
