import { glob, readdir } from 'node:fs/promises';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruiseProject, PROJECT, readRules } from './cruise-project.js';
import { fixtureProject } from './fixture-project.js';
import { patternsOf } from './rule-patterns.js';

const rules = await readRules();
const names = rules.map(({ name }) => name);
const fixtures = await readdir(new URL('./fixtures', import.meta.url));

const breaches = ({ summary }: ICruiseResult) =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

describe('the project', () => {
  let project: ICruiseResult;
  beforeAll(async () => {
    project = await cruiseProject(PROJECT);
  });

  it('keeps every rule', () => {
    expect(breaches(project)).toEqual([]);
  });

  it('is looked at in full', async () => {
    const seen = new Set(project.modules.map(({ source }) => source));
    const unseen: string[] = [];
    for await (const file of glob('{apps,libs,tests}/**/*.ts', {
      cwd: PROJECT,
      exclude: ['**/{node_modules,dist,fixtures}'],
    }))
      if (!seen.has(file)) unseen.push(file);
    expect(unseen).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
  });

  it('is looked through: the name of a package leads to its sources', () => {
    const byName = project.modules
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ module, couldNotResolve }) => module.startsWith('@gatehouse/') && !couldNotResolve)
      .map(({ module, resolved }) => `${module} → ${resolved}`);
    expect(byName.length).toBeGreaterThan(100);
    expect(byName.filter((step) => !/ → (apps|libs)\/.+\.ts$/.test(step))).toEqual([]);
  });

  it('has no file of a context outside the folders that the rules speak of', () => {
    const folders = [
      /^libs\/(kernel|platform|client|elements|deployment|embedded-postgres)\//,
      /^libs\/[^/]+\/(contract|domain|application|adapters|operations)\//,
      /^libs\/([^/]+)\/(index|http|migrations|policy|appearance|\1\.module|bindings\/[^/]+)\.ts$/,
      /^libs\/[^/]+\/node_modules\//,
    ];
    const files = project.modules.map(({ source }) => source).filter((file) => file.startsWith('libs/'));
    expect(files.filter((file) => !folders.some((folder) => folder.test(file)))).toEqual([]);
  });

  it.each(rules)('gives the rule $name something to guard', (rule) => {
    expect(patternsOf(rule, project).filter(({ matches }) => !matches)).toEqual([]);
  });
});

describe('the rules', () => {
  it('have a fixture each, and no fixture is without its rule', () => {
    expect(fixtures.toSorted()).toEqual(['clean', ...names].toSorted());
  });

  it('accept a clean project', async () => {
    await using project = await fixtureProject('clean');
    expect(breaches(await cruiseProject(project.root))).toEqual([]);
  });

  it.each(names)('find every file that breaks %s, and nothing else', async (name) => {
    await using project = await fixtureProject(name);
    const { violations } = (await cruiseProject(project.root)).summary;
    expect(new Set(violations.map(({ rule }) => rule.name))).toEqual(new Set([name]));
    const culprits = violations.flatMap(({ from, cycle = [] }) => [from, ...cycle.map((step) => step.name)]);
    expect([...new Set(culprits)].toSorted()).toEqual(project.files);
  });
});
