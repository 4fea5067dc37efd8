import {
  Command,
  type CommandBus,
  err,
  InternalQuery,
  ok,
  Query,
  type QueryBus,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import {
  asking,
  bearerProblems,
  declaredProblems,
  executing,
  type Operation,
  type OperationCall,
  problemOfRefusal,
  problemTable,
  publicCommands,
  publicQueries,
  servingBy,
} from '@gatehouse/platform/edge';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { operationLike } from './openapi/operation-like.js';

interface Made {
  readonly id: string;
}
class Thing {}
class Make extends Command<Result<Made, Refusal>> {
  name?: string;
}

class Find extends Query<Result<Made, Refusal>> {
  @IsString()
  id!: string;

  @IsOptional()
  @IsInt()
  limit?: number | null;
}
class FindInside extends InternalQuery<Result<Made, Refusal>> {}

const problems = problemTable({
  'thing-taken': { status: 409, title: 'Taken' },
  'thing-unknown': { status: 404, title: 'Unknown' },
});
const described = { 200: { description: 'It is there', schema: Thing }, 202: { description: 'It is on its way' } };

const making = (changes: Partial<Operation>) =>
  operationLike({ handle: undefined, executes: executing(Make), ...changes } as Partial<Operation>);

const finding = (changes: object = {}) =>
  operationLike({
    method: 'get',
    handle: undefined,
    asks: asking(Find),
    query: Find,
    answers: { 200: described[200] },
    ...changes,
  } as Partial<Operation>);

/** A call with everything that a call can have. */
const callWith = (given: Partial<OperationCall>): OperationCall => ({
  context: { application: 'shop', network: null, requestId: 'r' },
  basePath: '/auth',
  headers: {},
  params: { id: '7' },
  query: new URLSearchParams(),
  body: {},
  bytes: new Uint8Array(),
  upload: ReadableStream.from([]),
  signal: new AbortController().signal,
  prefers: () => false,
  ...given,
});

describe('an operation that executes a command', () => {
  let executed: object[];
  let outcome: Result<Made, Refusal>;
  const queries: QueryBus = { ask: () => Promise.reject(new Error('Nothing is asked')) };
  const bus: CommandBus = {
    execute: async (command) => {
      executed.push({ ...command });
      return outcome as never;
    },
  };
  const call = (operation: Operation, body = {}) => servingBy(operation, { bus, queries })(callWith({ body }));

  beforeEach(() => {
    executed = [];
    outcome = ok({ id: '7' });
  });

  it('answers its only status, with what the command answered where that is described', async () => {
    expect(await call(making({ answers: { 201: described[200] } }), { name: 'a' })).toEqual({
      status: 201,
      body: { id: '7' },
    });
    expect(await call(making({ answers: { 202: described[202] } }))).toEqual({ status: 202, body: undefined });
    expect(executed).toEqual([{ name: 'a' }, {}]);
  });

  it('takes fields, status, headers and body from what it says of them', async () => {
    const executes = executing(Make, {
      fields: ({ params, body }) => ({ ...body, name: params['id'] }),
      status: ({ id }) => (id === '7' ? 202 : 200),
      headers: ({ id }) => ({ Location: `/v1/things/${id}` }),
      body: ({ id }, { application, basePath }) => [basePath, application, id],
    });
    expect(await call(making({ executes, answers: described }))).toEqual({
      status: 202,
      headers: { Location: '/v1/things/7' },
      body: ['/auth', 'shop', '7'],
    });
    expect(executed).toEqual([{ name: '7' }]);
  });

  it('is refused as its command is', async () => {
    outcome = err({ code: 'thing-taken' });
    expect(await call(making({}))).toEqual({ refused: { code: 'thing-taken' } });
  });

  it('cannot leave open which of several answers it gives', () => {
    expect(() => servingBy(making({ answers: described }), { bus, queries })).toThrow(
      'doThing does not say which answer it gives',
    );
    expect(() => publicCommands([making({ answers: described, bus: { durable: false } })])).toThrow('doThing');
  });
});

describe('an operation that asks a query', () => {
  let asked: object[];
  let outcome: Result<Made, Refusal>;
  const buses = {
    bus: { execute: () => Promise.reject(new Error('Nothing is executed')) },
    queries: {
      ask: async (query: Query<unknown>) => {
        asked.push(query);
        return outcome as never;
      },
    },
  };
  const call = (operation: Operation, given: Partial<OperationCall> = {}) =>
    servingBy(operation, buses)(callWith(given));

  beforeEach(() => {
    asked = [];
    outcome = ok({ id: '7' });
  });

  it('answers what was found, asked with the parameters of the URL, the body and the path', async () => {
    const query = new URLSearchParams('limit=20&id=1');
    expect(await call(finding(), { query })).toEqual({ status: 200, body: { id: '7' } });
    const fromPath = ({ id }: OperationCall['params']) => ({ id });
    await call(finding({ asks: asking(Find, { fromPath }), queryFields: ['limit'] }), { query });
    await call(finding({ query: undefined }), { query, body: { id: '3' } });
    const body = ({ id }: Made) => [id];
    expect(await call(finding({ asks: asking(Find, { body }) }))).toEqual({ status: 200, body: ['7'] });
    expect(asked).toEqual([
      Object.assign(new Find(), { id: '1', limit: 20 }),
      Object.assign(new Find(), { id: '7', limit: 20 }),
      Object.assign(new Find(), { id: '3' }),
      new Find(),
    ]);
  });

  it('is refused as its query is', async () => {
    outcome = err({ code: 'thing-unknown' });
    expect(await call(finding())).toEqual({ refused: { code: 'thing-unknown' } });
  });

  it('leaves HTTP to what can also wait or stream', async () => {
    const handle = async () => ({ status: 204 });
    expect(await call(finding({ handle, answers: { ...described, 204: described[202] } }))).toEqual({ status: 204 });
    expect(asked).toEqual([]);
  });
});

describe('an operation that is offered on the broker', () => {
  const offered = (changes: Partial<Operation>) => () => publicCommands([making(changes)]).length;

  it('says so itself', () => {
    expect(offered({ bus: { durable: false } })()).toBe(1);
    expect(offered({})()).toBe(0);
  });

  it('is a command or a query, and no query that contexts ask among themselves', () => {
    const bus = { durable: false } as const;
    expect(publicCommands([finding({ bus }), making({ bus })]).map(({ name }) => name)).toEqual(['Make']);
    expect(publicQueries([finding({ bus }), making({ bus }), finding()]).map(({ name }) => name)).toEqual(['Find']);
    expect(() => publicQueries([finding({ bus, asks: asking(FindInside) })])).toThrow('FindInside');
  });

  it('waits in a queue only where nobody is asked who they are, and a repetition does no harm', () => {
    const bus = { durable: true };
    expect(offered({ bus, idempotency: 'by-key' })()).toBe(1);
    expect(offered({ bus })).toThrow('would be repeated');
    expect(offered({ bus, idempotency: 'by-key', security: 'bearer' })).toThrow('asks who calls');
  });
});

describe('what an operation is refused with', () => {
  const told = (operation: Operation, code: string) =>
    problemOfRefusal(operation, declaredProblems(operation), { code });

  it('is a problem that it declares, in its own words where it has some', () => {
    const operation = making({
      problems: [problems['thing-taken']],
      inOtherWords: { 'account-unknown': problems['thing-unknown'] },
    });
    expect(told(operation, 'thing-taken')).toBe(problems['thing-taken']);
    expect(told(operation, 'account-unknown')).toBe(problems['thing-unknown']);
    expect(told(operation, 'busy').status).toBe(503);
    expect(() => told(operation, 'thing-odd')).toThrow('doThing does not declare the problem "thing-odd"');
  });

  it('is a token that opens nothing where the account of a signed-in person is gone', () => {
    expect(told(making({ security: 'bearer' }), 'account-unknown')).toBe(bearerProblems['token-invalid']);
  });
});
