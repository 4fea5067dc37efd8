import {
  Command,
  type CommandContext,
  err,
  ok,
  type Refusal,
  type Result,
  refusal,
  textOnceWritten,
  timeOnceWritten,
} from '@gatehouse/kernel';
import { KeyRing } from '@gatehouse/platform/config';
import { IdempotentCommandBus, type KeptAnswer, RepeatableCall } from '@gatehouse/platform/idempotency';
import postgres from 'postgres';
import { AnswerSeal } from '../../../libs/platform/idempotency/answer-seal.js';

class Make extends Command<Result<unknown, Refusal>> {
  what = 'a key';
}

const secret = (id: string) => ({ id, secret: Buffer.alloc(32, id) });
const KEY = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const violation = () =>
  Object.assign(new postgres.PostgresError({} as never), { code: '23505', constraint_name: 'idempotency_keys_pkey' });

/** A bus over a handler and a table of rows, as the statement of an effect would fill it. */
class Harness {
  readonly rows = new Map<string, KeptAnswer>();
  handled = 0;

  constructor(
    private readonly handle: (context: CommandContext, harness: Harness) => Promise<Result<unknown, Refusal>>,
    private readonly ring = new KeyRing([secret('one')]),
  ) {}

  readonly bus = new IdempotentCommandBus(
    {
      execute: async (_command, context) => {
        this.handled += 1;
        return (await this.handle(context, this)) as never;
      },
    },
    {
      ask: async (_application, id) => this.rows.get(id.toString('hex')) ?? null,
      forget: async (_application, id) => {
        this.rows.delete(id.toString('hex'));
      },
    },
    this.ring,
  );

  /** What the statement does besides its effect. */
  write({ repeatable }: CommandContext, written: KeptAnswer['written'] = {}): void {
    const row = (repeatable as RepeatableCall).toKeep;
    if (!row) throw new Error('Nothing is to be kept');
    const name = row.id.toString('hex');
    if (this.rows.has(name)) throw violation();
    this.rows.set(name, { ...row, written, isTold: true });
  }

  with(ring: KeyRing): Harness {
    const harness = new Harness(this.handle, ring);
    for (const [name, row] of this.rows) harness.rows.set(name, row);
    return harness;
  }

  async send(what = 'a key', key = KEY, caller = 'anybody') {
    const repeatable = new RepeatableCall(key, caller, { body: { what } });
    const context = { application: 'default', network: null, requestId: 'tests', repeatable };
    const outcome = await this.bus.execute(Object.assign(new Make(), { what }), context);
    return { outcome, isReplayed: repeatable.isReplayed };
  }
}

describe('the bus, where a call may come again', () => {
  it('leaves alone what comes without a key', async () => {
    const harness = new Harness(async () => ok('made'));
    const context = { application: 'default', network: null, requestId: 'tests' };
    expect(await harness.bus.execute(new Make(), context)).toEqual(ok('made'));
    expect(harness.rows.size).toBe(0);
  });

  it('answers as before, with what the statement alone knew', async () => {
    const harness = new Harness(async (context, self) => {
      const value = {
        id: 7,
        at: timeOnceWritten('at'),
        until: timeOnceWritten('until'),
        name: textOnceWritten('name'),
      };
      context.repeatable?.recordAnswer(value);
      self.write(context, { at: '2026-11-21T09:00:00.123456+00:00', until: null, name: 'billing' });
      return ok({ ...value, at: '2026-11-21T09:00:00.123Z', until: null, name: 'billing' });
    });
    const first = await harness.send();
    expect(await harness.send()).toEqual({ outcome: first.outcome, isReplayed: true });
    expect(first.isReplayed).toBe(false);
    expect(harness.handled).toBe(1);
  });

  it('keeps nothing of the commands that a command gives', async () => {
    const harness: Harness = new Harness(async (context, self) => {
      if (self.handled === 1) expect(await harness.bus.execute(new Make(), context)).toEqual(ok('inner'));
      else return ok('inner');
      self.write(context);
      return ok(null);
    });
    expect(await harness.send()).toMatchObject({ outcome: ok(null) });
    expect(harness.rows.size).toBe(1);
  });

  it('takes another request, another caller and another key for what they are', async () => {
    const harness = new Harness(async (context, self) => {
      self.write(context);
      return ok(null);
    });
    await harness.send();
    expect(await harness.send('another')).toMatchObject({ outcome: err({ code: 'idempotency-key-used' }) });
    expect(await harness.send('a key', KEY, 'user 1')).toEqual({ outcome: ok(null), isReplayed: false });
    expect(await harness.send('a key', `${KEY}2`)).toEqual({ outcome: ok(null), isReplayed: false });
  });

  it('tells the second that the first is at work, and is open again when it is done', async () => {
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const harness = new Harness(async () => {
      await done;
      throw new Error('The database is gone');
    });
    const first = harness.send();
    expect(await harness.send()).toMatchObject({
      outcome: err({ code: 'idempotency-in-flight', retryAfterSeconds: 1 }),
      isReplayed: false,
    });
    finish();
    await expect(first).rejects.toThrow('The database is gone');
    await expect(harness.send()).rejects.toThrow('The database is gone');
  });

  it('answers who comes second to the statement, or is refused for what the first has done, like the first', async () => {
    for (const comeSecond of [
      (): never => {
        throw violation();
      },
      () => err(refusal('throttled')),
    ]) {
      const harness = new Harness(async (context, self) => {
        self.write(context);
        return self.handled === 1 ? ok(null) : comeSecond();
      });
      const racing = new Harness(async (context, self) => {
        await harness.send();
        for (const [name, row] of harness.rows) self.rows.set(name, row);
        expect(context.repeatable?.isReplayed).toBe(false);
        return comeSecond();
      });
      expect(await racing.send()).toEqual({ outcome: ok(null), isReplayed: true });
    }
  });

  it('forgets what was foretold of an answer that was not given in the end', async () => {
    const harness = new Harness(async (context, self) => {
      context.repeatable?.recordAnswer({ token: 'x' });
      self.write(context);
      return err(refusal('credentials-invalid'));
    });
    expect(await harness.send()).toMatchObject({ outcome: err({ code: 'credentials-invalid' }) });
    expect(harness.rows.size).toBe(0);
  });

  it('reads under an earlier secret as long as there is one, and does nothing twice when it is gone', async () => {
    const harness = new Harness(async (context, self) => {
      context.repeatable?.recordAnswer({ token: 'x' });
      self.write(context);
      return ok({ token: 'x' });
    });
    await harness.send();
    const rotated = harness.with(new KeyRing([secret('two'), secret('one')]));
    expect(await rotated.send()).toEqual({ outcome: ok({ token: 'x' }), isReplayed: true });
    const dropped = harness.with(new KeyRing([secret('two')]));
    expect(await dropped.send()).toMatchObject({ outcome: err({ code: 'idempotency-key-used' }) });
    expect([rotated.handled, dropped.handled]).toEqual([0, 0]);
  });
});

describe('the seal of an answer', () => {
  const id = Buffer.alloc(32, 'id');
  const seal = new AnswerSeal(secret('one').secret, KEY, id);

  it('is opened with the service’s secret and the caller’s key together, in its own row', () => {
    const sealed = seal.seal('a token');
    expect(new AnswerSeal(secret('one').secret, KEY, id).open(sealed)).toBe('a token');
    expect(() => new AnswerSeal(secret('two').secret, KEY, id).open(sealed)).toThrow();
    expect(() => new AnswerSeal(secret('one').secret, `${KEY}2`, id).open(sealed)).toThrow();
    expect(() => new AnswerSeal(secret('one').secret, KEY, Buffer.alloc(32, 'other')).open(sealed)).toThrow();
  });

  it('shows neither text nor what is alike, and notices every changed bit', () => {
    const sealed = seal.seal('a token');
    expect(sealed.includes('token')).toBe(false);
    expect(seal.seal('a token').equals(sealed)).toBe(false);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => seal.open(changed)).toThrow();
    }
  });

  it('gives a request a fingerprint that nobody can try requests against', () => {
    const fingerprint = seal.fingerprintOf('{"password":"hunter2"}');
    expect(seal.isOf('{"password":"hunter2"}', fingerprint)).toBe(true);
    expect(seal.isOf('{"password":"hunter3"}', fingerprint)).toBe(false);
    for (const other of [
      new AnswerSeal(secret('two').secret, KEY, id),
      new AnswerSeal(secret('one').secret, 'k', id),
    ]) {
      expect(other.isOf('{"password":"hunter2"}', fingerprint)).toBe(false);
    }
  });
});
