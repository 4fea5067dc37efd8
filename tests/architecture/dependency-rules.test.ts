import { glob, readdir } from 'node:fs/promises';
import type { ICruiseResult } from 'dependency-cruiser';
import { cruiseHouse, HOUSE, readRules } from './cruise-house.js';
import { fixtureHouse } from './fixture-house.js';
import { patternsOf } from './rule-patterns.js';

const rules = await readRules();
const names = rules.map(({ name }) => name);
const fixtures = await readdir(new URL('./fixtures', import.meta.url));

const breaches = ({ summary }: ICruiseResult) =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

describe('the house', () => {
  let house: ICruiseResult;
  beforeAll(async () => {
    house = await cruiseHouse(HOUSE);
  });

  it('keeps every rule', () => {
    expect(breaches(house)).toEqual([]);
  });

  it('is looked at in full', async () => {
    const seen = new Set(house.modules.map(({ source }) => source));
    const unseen: string[] = [];
    for await (const file of glob('{apps,libs,tests}/**/*.ts', {
      cwd: HOUSE,
      exclude: ['**/{node_modules,dist,fixtures}'],
    }))
      if (!seen.has(file)) unseen.push(file);
    expect(unseen).toEqual([]);
    expect(seen.size).toBeGreaterThan(100);
  });

  it('is looked through: the name of a package leads to its sources', () => {
    const byName = house.modules
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ module, couldNotResolve }) => module.startsWith('@gatehouse/') && !couldNotResolve)
      .map(({ module, resolved }) => `${module} → ${resolved}`);
    expect(byName.length).toBeGreaterThan(100);
    expect(byName.filter((step) => !/ → (apps|libs)\/.+\.ts$/.test(step))).toEqual([]);
  });

  it('has no file of a context outside the rooms that the rules speak of', () => {
    const rooms = [
      /^libs\/(kernel|platform|client|deployment|embedded-postgres)\//,
      /^libs\/[^/]+\/(contract|domain|application|adapters|operations)\//,
      /^libs\/([^/]+)\/(index|http|\1\.module|bindings\/[^/]+)\.ts$/,
      /^libs\/[^/]+\/node_modules\//,
    ];
    const files = house.modules.map(({ source }) => source).filter((file) => file.startsWith('libs/'));
    expect(files.filter((file) => !rooms.some((room) => room.test(file)))).toEqual([]);
  });

  it.each(rules)('gives the rule $name something to guard', (rule) => {
    expect(patternsOf(rule, house).filter(({ matches }) => !matches)).toEqual([]);
  });
});

describe('the rules', () => {
  it('have a fixture each, and no fixture is without its rule', () => {
    expect(fixtures.toSorted()).toEqual(['clean', ...names].toSorted());
  });

  it('let a clean house be', async () => {
    await using house = await fixtureHouse('clean');
    expect(breaches(await cruiseHouse(house.root))).toEqual([]);
  });

  it.each(names)('find every file that breaks %s, and nothing else', async (name) => {
    await using house = await fixtureHouse(name);
    const { violations } = (await cruiseHouse(house.root)).summary;
    expect(new Set(violations.map(({ rule }) => rule.name))).toEqual(new Set([name]));
    const culprits = violations.flatMap(({ from, cycle = [] }) => [from, ...cycle.map((step) => step.name)]);
    expect([...new Set(culprits)].toSorted()).toEqual(house.files);
  });
});
