import {
  answers,
  InProcessQueryBus,
  InternalQuery,
  internalContext,
  ok,
  Query,
  queryWith,
  type Result,
} from '@gatehouse/kernel';
import { ValidatingQueryBus } from '@gatehouse/platform/validation';
import { IsInt, IsOptional } from 'class-validator';

class CountPeople extends Query<Result<number, never>> {
  @IsOptional()
  @IsInt()
  most?: number | null;
}

class NameCaller extends Query<Result<string, never>> {}

/** Asked by code of ours alone. */
class NamePerson extends InternalQuery<Result<string, never>> {
  name!: string;
}

const handlers = () => [
  answers(NamePerson, { execute: async ({ name }) => ok(name) }),
  answers(CountPeople, { execute: async ({ most }) => ok(Math.min(7, most ?? 7)) }),
  answers(NameCaller, { execute: async (_query, { application }) => ok(application) }),
];
const context = internalContext('shop');

describe('a query', () => {
  const bus = new ValidatingQueryBus(new InProcessQueryBus(handlers));

  it('is answered by the handler of its class, under the context of who asks', async () => {
    expect(await bus.ask(queryWith(CountPeople, { most: 3 }), context)).toEqual(ok(3));
    expect(await bus.ask(queryWith(NameCaller, {}), context)).toEqual(ok('shop'));
  });

  it('whose fields are not as its class says is refused before its handler sees it', async () => {
    expect(await bus.ask(queryWith(CountPeople, { most: 'all' }), context)).toMatchObject({
      ok: false,
      error: { code: 'validation-failed', errors: [{ pointer: '/most', code: 'number-expected' }] },
    });
  });

  it('with a field that its class does not know is refused, of a class without fields too', async () => {
    const refused = { error: { code: 'field-unknown', errors: [{ pointer: '/others' }] } };
    expect(await bus.ask(Object.assign(new CountPeople(), { others: 1 }), context)).toMatchObject(refused);
    expect(await bus.ask(Object.assign(new NameCaller(), { others: 1 }), context)).toMatchObject(refused);
  });

  it('that one context asks another is answered as the compiler has checked it', async () => {
    expect(await bus.ask(queryWith(NamePerson, { name: 'Ada' }), context)).toEqual(ok('Ada'));
  });

  it('without a handler is a fault, and so is one with two', async () => {
    await expect(new InProcessQueryBus(() => []).ask(new NameCaller(), context)).rejects.toThrow(
      'No handler for NameCaller',
    );
    const doubled = new InProcessQueryBus(() => [...handlers(), ...handlers()]);
    await expect(doubled.ask(new NameCaller(), context)).rejects.toThrow('Two handlers for NamePerson');
  });
});
