import { Command, type CommandBus, err, ok, type Refusal, type Result } from '@gatehouse/kernel';
import {
  bearerProblems,
  declaredProblems,
  executing,
  type Operation,
  type OperationCall,
  problemOfRefusal,
  problemTable,
  publicCommands,
  servingBy,
} from '@gatehouse/platform/edge';
import { operationLike } from './openapi/operation-like.js';

interface Made {
  readonly id: string;
}
class Thing {}
class Make extends Command<Result<Made, Refusal>> {
  name?: string;
}

const problems = problemTable({
  'thing-taken': { status: 409, title: 'Taken' },
  'thing-unknown': { status: 404, title: 'Unknown' },
});
const described = { 200: { description: 'It is there', schema: Thing }, 202: { description: 'It is on its way' } };

const making = (changes: Partial<Operation>) =>
  operationLike({ handle: undefined, executes: executing(Make), ...changes } as Partial<Operation>);

describe('an operation that executes a command', () => {
  let executed: object[];
  let outcome: Result<Made, Refusal>;
  const bus: CommandBus = {
    execute: async (command) => {
      executed.push({ ...command });
      return outcome as never;
    },
  };
  const call = (operation: Operation, body = {}) => {
    const made: OperationCall = {
      context: { application: 'shop', network: null, requestId: 'r' },
      basePath: '/auth',
      headers: {},
      params: { id: '7' },
      query: new URLSearchParams(),
      body,
      upload: ReadableStream.from([]),
      signal: new AbortController().signal,
      prefers: () => false,
    };
    return servingBy(operation, bus)(made);
  };

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
    expect(() => servingBy(making({ answers: described }), bus)).toThrow('doThing does not say which answer it gives');
    expect(() => publicCommands([making({ answers: described, bus: { durable: false } })])).toThrow('doThing');
  });
});

describe('an operation that is offered on the broker', () => {
  const offered = (changes: Partial<Operation>) => () => publicCommands([making(changes)]).length;

  it('says so itself', () => {
    expect(offered({ bus: { durable: false } })()).toBe(1);
    expect(offered({})()).toBe(0);
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
