import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

type Sources = ReadonlyMap<string, string>;

const QUERY = /^export class (\w+) extends (?:Query|InternalQuery|\w+Filter)\b/gm;
const CONTRACT = /^libs\/([^/]+)\/contract\/queries\//;

/** What keeps a query from being asked as all are: of a handler in the application of its context, over the bus. */
function faultsOf(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const context = CONTRACT.exec(file)?.[1];
    const names = context === undefined ? [] : [...source.matchAll(QUERY)].map(([, name = '']) => name);
    const has = (places: RegExp, words: string) =>
      [...sources].some(([other, text]) => places.test(other) && text.includes(words));
    return names.flatMap((name) => [
      ...(has(new RegExp(`^libs/${context}/application/`), ` implements QueryHandler<${name}>`)
        ? []
        : [`${name} has no handler`]),
      ...(has(new RegExp(`^libs/${context}/(?!application/)`), `onQuery(${name}, `) ? [] : [`${name} is not bound`]),
      ...(has(/^libs\/[^/]+\/adapters\//, `QueryHandler<${name}>`) ? [`${name} is answered by an adapter`] : []),
    ]);
  });
}

/** Interfaces were what adapters implemented. */
const interfacesAmongQueries = (sources: Sources): string[] =>
  [...sources]
    .filter(([file, source]) => CONTRACT.test(file) && /\bexecute\(|\): Promise</.test(bodiesOfInterfaces(source)))
    .map(([file]) => file);

const bodiesOfInterfaces = (source: string): string =>
  [...source.matchAll(/^export interface \w+[^{]*\{[\s\S]*?^\}/gm)].map(([text]) => text).join('\n');

const files = globSync('libs/**/*.ts', { cwd: PROJECT, exclude: ['**/{node_modules,dist,generated}'] });
const project: Sources = new Map(files.map((file) => [file, readFileSync(path.join(PROJECT, file), 'utf8')]));

const clean = {
  'libs/shop/contract/queries/find-orders.ts': 'export class FindOrders extends Query<Result<Order[], never>> {}',
  'libs/shop/application/find-orders.ts': 'export class Handler implements QueryHandler<FindOrders> {}',
  'libs/shop/shop.module.ts': 'onQuery(FindOrders, Handler, { orders })',
};
const faultsWith = (changes: Readonly<Record<string, string>>) =>
  faultsOf(new Map(Object.entries({ ...clean, ...changes })));

describe('a query', () => {
  it('is a class of its contract with a handler in the application, bound in its context', () => {
    const queries = [...project]
      .filter(([file]) => CONTRACT.test(file))
      .flatMap(([, text]) => [...text.matchAll(QUERY)]);
    expect(queries.length).toBeGreaterThan(25);
    expect(faultsOf(project)).toEqual([]);
  });

  it('is no interface that an adapter could implement', () => {
    expect(interfacesAmongQueries(project)).toEqual([]);
  });

  it('is found where it has no handler, is not bound, or an adapter answers it', () => {
    expect(faultsWith({})).toEqual([]);
    expect(faultsWith({ 'libs/shop/application/find-orders.ts': '' })).toEqual(['FindOrders has no handler']);
    expect(faultsWith({ 'libs/shop/shop.module.ts': '' })).toEqual(['FindOrders is not bound']);
    const adapter = { 'libs/shop/adapters/postgres/orders.ts': 'class Orders implements QueryHandler<FindOrders> {}' };
    expect(faultsWith(adapter)).toEqual(['FindOrders is answered by an adapter']);
    const ofInterface = 'export interface FindOrders {\n  execute(query: object): Promise<Order[]>;\n}';
    const file = 'libs/shop/contract/queries/find-orders.ts';
    expect(interfacesAmongQueries(new Map([[file, ofInterface]]))).toEqual([file]);
  });
});
