import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { promtool } from '../support/monitoring/prometheus.js';
import { allAlerts, allRules, MONITORING, RULE_FILES, seriesOf } from '../support/monitoring/rules.js';

interface PromtoolTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
  }[];
}

const SUITES = globSync('rules/*.yml', { cwd: import.meta.dirname }).map((file) =>
  path.join(import.meta.dirname, file),
);
const runbooks = readFileSync(path.join(MONITORING, '../../docs/runbooks.md'), 'utf8');
const headings = [...runbooks.matchAll(/^## (Gatehouse\w+)$/gm)].map(([, name = '']) => name);

describe('the rules of Prometheus', () => {
  const alerts = allAlerts();

  it('are understood by it, and so is the configuration', async () => {
    expect(RULE_FILES.length).toBeGreaterThan(1);
    expect(await promtool('check', 'rules', ...RULE_FILES)).toMatchObject({ ok: true });
    expect(await promtool('check', 'config', path.join(MONITORING, 'prometheus.yml'))).toMatchObject({ ok: true });
  });

  it.each(SUITES)('do what %s says', async (suite) => {
    expect(await promtool('test', 'rules', suite)).toMatchObject({ ok: true });
  });

  it('are tested: each alert fires in one case, and is silent in another', () => {
    const cases = SUITES.flatMap((file) => (parse(readFileSync(file, 'utf8')) as PromtoolTests).tests).flatMap(
      (test) => test.alert_rule_test,
    );
    const names = (fires: boolean) =>
      new Set(cases.filter((each) => each.exp_alerts.length > 0 === fires).map(({ alertname }) => alertname));
    const all = alerts.map(({ alert }) => alert);
    expect(all.filter((name) => !names(true).has(name))).toEqual([]);
    expect(all.filter((name) => !names(false).has(name))).toEqual([]);
  });

  it('name nothing recorded that no rule records, and record nothing in vain', () => {
    const recorded = new Set(allRules().flatMap(({ record }) => record ?? []));
    const asked = allRules().flatMap(({ expr }) => seriesOf(expr).map(({ name }) => name));
    expect(asked.filter((name) => name.includes(':') && !recorded.has(name))).toEqual([]);
    const dashboards = globSync('grafana/*.json', { cwd: MONITORING }).map((file) =>
      readFileSync(path.join(MONITORING, file), 'utf8'),
    );
    const used = (name: string) => asked.includes(name) || dashboards.some((text) => text.includes(name));
    expect([...recorded].filter((name) => !used(name))).toEqual([]);
  });
});

describe('docs/runbooks.md', () => {
  const runbookOf = new Map(allAlerts().map(({ alert, annotations }) => [alert, annotations?.['runbook'] ?? '']));

  it('has the runbook that each alert names', () => {
    const anchors = new Set(headings.map((name) => `docs/runbooks.md#${name.toLowerCase()}`));
    expect([...runbookOf].filter(([, runbook]) => !anchors.has(runbook))).toEqual([]);
  });

  it('has none for an alert that is no more', () => {
    expect(headings.length).toBeGreaterThan(20);
    expect(headings.filter((name) => !runbookOf.has(name))).toEqual([]);
  });

  it('says of each alert what it means, where to look and what to do', () => {
    for (const section of runbooks.split(/^## /m).filter((text) => text.startsWith('Gatehouse'))) {
      expect(section).toMatch(/^- \*\*Means\*\* /m);
      expect(section).toMatch(/^- \*\*Look\*\* /m);
      expect(section).toMatch(/\*\*do\*\* |^- \*\*Do\*\* /m);
    }
  });

  it('links to sections that exist', () => {
    const operations = readFileSync(path.join(MONITORING, '../../docs/operations.md'), 'utf8');
    const anchorsOf = (page: string) =>
      new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title)));
    const links = [...runbooks.matchAll(/\]\((operations\.md)?#([\w-]+)\)/g)];
    expect(links.length).toBeGreaterThan(10);
    const broken = links.filter(
      ([, page, anchor = '']) => !anchorsOf(page === undefined ? runbooks : operations).has(anchor),
    );
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** As GitHub makes it of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
