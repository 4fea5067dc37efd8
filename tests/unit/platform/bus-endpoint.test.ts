import {
  Command,
  type CommandContext,
  err,
  ok,
  Query,
  type QueryBus,
  type Refusal,
  type Result,
  refusal,
} from '@gatehouse/kernel';
import {
  asking,
  executing,
  type PublicCommand,
  type PublicQuery,
  publicCommands,
  publicQueries,
  tokenMissing,
} from '@gatehouse/platform/edge';
import { RepeatableCall } from '@gatehouse/platform/idempotency';
import type { Logger } from '@gatehouse/platform/logging';
import { type BusCall, BusEndpoint } from '@gatehouse/platform/nats';
import { operationLike } from './openapi/operation-like.js';

class Make extends Command<Result<null, never>> {}
class Find extends Query<Result<{ readonly application: string }, Refusal>> {
  name?: string;
}

const make = publicCommands([
  operationLike({ idempotency: 'by-key', handle: undefined, executes: executing(Make), bus: { durable: true } }),
])[0] as PublicCommand;

const find = publicQueries([
  operationLike({
    method: 'get',
    handle: undefined,
    asks: asking(Find),
    bus: { durable: false },
    answers: { 200: { description: 'It is there', schema: Find } },
  } as never),
])[0] as PublicQuery;

const nothing: QueryBus = { ask: () => Promise.reject(new Error('Nothing is asked')) };

/** The place of the answer that is kept for a call, and for none else. */
async function placeOf(call: Pick<BusCall, 'messageId'> & { readonly key?: string }): Promise<string> {
  let place = '';
  const endpoint = new BusEndpoint({
    basePath: '',
    queries: nothing,
    bus: {
      execute: async (_command, { repeatable, application }: CommandContext) => {
        if (repeatable instanceof RepeatableCall) place = repeatable.idAt(application).toString('hex');
        return ok(null) as never;
      },
    },
    applications: { bySlug: async (slug) => ({ slug }) },
    authenticator: { authenticate: () => Promise.reject(tokenMissing()) },
    administrators: { identify: () => Promise.reject(tokenMissing()) },
    logger: {} as Logger,
  });
  const { key, ...message } = call;
  const headers = { ...(key !== undefined && { 'idempotency-key': key }) };
  expect(
    await endpoint.execute(make, { application: 'shop', headers, body: new Uint8Array(), ...message }),
  ).toMatchObject({
    ok: true,
  });
  return place;
}

/** Of somebody on the internet who sends the key to a route that asks nobody who they are. */
const placeOverHttp = (key: string) => new RepeatableCall(key, 'anybody', {}).idAt('shop').toString('hex');

describe('the keys of commands over the broker', () => {
  const ID = 'sign-up-of-order-4711';
  const GUESSES = [ID, `message-of-the-broker:${ID}`, `a message of the broker ${ID}`];

  it('tell a message that comes again', async () => {
    expect(await placeOf({ messageId: ID })).toBe(await placeOf({ messageId: ID }));
    expect(await placeOf({ messageId: ID })).not.toBe(await placeOf({ messageId: `${ID}2` }));
    expect(await placeOf({ key: ID })).toBe(await placeOf({ key: ID }));
  });

  it('are not taken by a stranger who guesses the id of a message', async () => {
    const place = await placeOf({ messageId: ID });
    expect(GUESSES.map(placeOverHttp)).not.toContain(place);
    expect(await Promise.all(GUESSES.slice(0, 2).map((key) => placeOf({ key })))).not.toContain(place);
  });

  it('are others than those of callers over HTTP', async () => {
    expect(await placeOf({ key: ID })).not.toBe(placeOverHttp(ID));
  });
});

describe('the application of a command over the broker', () => {
  const applicationOf = async (call: Pick<BusCall, 'application' | 'headers'>) => {
    let named: string | undefined;
    const endpoint = new BusEndpoint({
      basePath: '',
      queries: nothing,
      bus: {
        execute: async (_command, { application }: CommandContext) => {
          named = application;
          return ok(null) as never;
        },
      },
      applications: { bySlug: async (slug) => (slug.startsWith('shop') ? { slug: 'shop' } : null) },
      authenticator: { authenticate: () => Promise.reject(tokenMissing()) },
      administrators: { identify: () => Promise.reject(tokenMissing()) },
      logger: {} as Logger,
    });
    const answer = await endpoint.execute(make, { body: new Uint8Array(), ...call });
    return answer.ok ? named : answer.problem.code;
  };

  it('is the one that is there, whatever invisible characters were copied along with its slug', async () => {
    expect(await applicationOf({ application: null, headers: { 'gatehouse-application': 'shop\u200b' } })).toBe('shop');
  });

  it('is the subject’s, and a header may say nothing else', async () => {
    expect(await applicationOf({ application: 'shop', headers: {} })).toBe('shop');
    expect(await applicationOf({ application: 'shop', headers: { 'gatehouse-application': 'shop' } })).toBe('shop');
    const other = { application: 'shop', headers: { 'gatehouse-application': 'shop2' } };
    expect(await applicationOf(other)).toBe('application-unknown');
    expect(await applicationOf({ application: null, headers: {} })).toBe('application-unknown');
  });
});

describe('a query over the broker', () => {
  const asked: object[] = [];
  const endpoint = new BusEndpoint({
    basePath: '/auth',
    bus: { execute: () => Promise.reject(new Error('Nothing is executed')) },
    queries: {
      ask: async (query, { application }) => {
        asked.push({ ...query });
        return ('name' in query ? err(refusal('validation-failed')) : ok({ application })) as never;
      },
    },
    applications: { bySlug: async (slug) => ({ slug }) },
    authenticator: { authenticate: () => Promise.reject(tokenMissing()) },
    administrators: { identify: () => Promise.reject(tokenMissing()) },
    logger: {} as Logger,
  });
  const ask = (body: string) => endpoint.ask(find, { application: 'shop', headers: {}, body: Buffer.from(body) });

  it('asks the bus with the fields of the body, in the application of the subject', async () => {
    expect(await ask('')).toMatchObject({ ok: true, replayed: false, body: { application: 'shop' } });
    expect(await ask('{"name":"a"}')).toMatchObject({ ok: false, problem: { status: 422, code: 'validation-failed' } });
    expect(asked).toEqual([{}, { name: 'a' }]);
  });

  it('is told what an answer may have, where it has more', async () => {
    const call = { application: null, headers: { 'accept-language': 'de' }, body: new Uint8Array() };
    expect(await endpoint.answerTooLarge(call, 1_024)).toMatchObject({
      ok: false,
      problem: {
        type: '/auth/problems/answer-too-large',
        status: 413,
        title: 'Die Antwort ist zu groß für den Broker',
        detail: 'Höchstens 1024 Bytes',
      },
    });
  });
});
