import { Command, type CommandContext, ok, type Result } from '@gatehouse/kernel';
import { executing, type PublicCommand, publicCommands, tokenMissing } from '@gatehouse/platform/edge';
import { RepeatableCall } from '@gatehouse/platform/idempotency';
import type { Logger } from '@gatehouse/platform/logging';
import { type BusCall, CommandEndpoint } from '@gatehouse/platform/nats';
import { operationLike } from './openapi/operation-like.js';

class Make extends Command<Result<null, never>> {}

const make = publicCommands([
  operationLike({ idempotency: 'by-key', handle: undefined, executes: executing(Make), bus: { durable: true } }),
])[0] as PublicCommand;

/** The place of the answer that is kept for a call, and for none else. */
async function placeOf(call: Pick<BusCall, 'messageId'> & { readonly key?: string }): Promise<string> {
  let place = '';
  const desk = new CommandEndpoint({
    basePath: '',
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
  expect(await desk.execute(make, { application: 'shop', headers, body: new Uint8Array(), ...message })).toMatchObject({
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
    const endpoint = new CommandEndpoint({
      basePath: '',
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
