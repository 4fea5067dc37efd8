import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createSandbox, type FaultRule } from '@gatehouse/sandbox';
import { aMail, anSms, sendMails, sendSms } from './calls.js';

/** A pause that lasts until the test ends it. */
const heldPauses = () => {
  const held: { milliseconds: number; end: () => void }[] = [];
  const waiting: (() => void)[] = [];
  return {
    pause: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((end) => {
        signal.addEventListener('abort', () => end());
        held.push({ milliseconds, end });
        waiting.shift()?.();
      }),
    next: async () => {
      if (held.length === 0) await new Promise<void>((begun) => waiting.push(begun));
      return held.shift() as { milliseconds: number; end: () => void };
    },
  };
};

describe('a scripted fault', () => {
  const pauses = heldPauses();
  const sandbox = createSandbox({ pause: pauses.pause });
  const { store, faults, counts } = sandbox;
  let url: string;

  beforeAll(async () => {
    url = await sandbox.listen(0);
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    store.clear();
    faults.clear();
  });

  const script = (...rules: (Omit<FaultRule, 'times'> & Partial<FaultRule>)[]) =>
    faults.replace(rules.map((rule) => ({ times: 1, ...rule })));
  const mail = (to = 'ada@example.com') => sendMails(url, aMail({ To: [{ Email: to }] }));

  /** A mail on a connection of its own, whose events the test follows. */
  const rawMail = (): ClientRequest => {
    const call = httpRequest(`${url}/v3.1/send`, { method: 'POST', auth: 'key:secret', agent: false });
    call.end(JSON.stringify({ Messages: [aMail()] }));
    return call;
  };
  /** How a bare TCP connection ends that carries a mail: by a reset (its error) or politely. */
  const endOfRawConnection = async (): Promise<string> => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const ended = once(socket, 'end').then(
      () => 'polite end',
      (error: NodeJS.ErrnoException) => String(error.code),
    );
    const body = JSON.stringify({ Messages: [aMail()] });
    const head = ['POST /v3.1/send HTTP/1.1', 'Host: sandbox', `Authorization: Basic ${btoa('key:secret')}`];
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    return ended;
  };
  const failureOf = async (call: ClientRequest): Promise<string | undefined> => {
    const [error] = (await once(call, 'error')) as [NodeJS.ErrnoException];
    return error.code;
  };

  describe('by its behaviour', () => {
    it('status: answers in the provider’s own words and takes nothing', async () => {
      script({ times: 2, behaviour: { type: 'status', status: 503 } });

      const refusedMail = await mail().expect(503);
      const refusedSms = await sendSms(url).expect(503);

      expect(refusedMail.body).toMatchObject({ StatusCode: 503, ErrorMessage: 'Service Unavailable' });
      expect(refusedSms.body).toMatchObject({ status: 503, code: 20503, message: 'Service Unavailable' });
      expect(store.size).toBe(0);
    });

    it('status: sends Retry-After and a body where they were given', async () => {
      script({ behaviour: { type: 'status', status: 429, retryAfter: 7, body: { slow: 'down' } } });

      const { headers, body } = await mail().expect(429);

      expect(headers['retry-after']).toBe('7');
      expect(body).toEqual({ slow: 'down' });
    });

    it('status: sends no body with a status that has none', async () => {
      script({ behaviour: { type: 'status', status: 204 } });

      const { text } = await mail().expect(204);

      expect(text).toBe('');
    });

    it('delay: takes the mail when the delay is over', async () => {
      script({ behaviour: { type: 'delay', ms: 3_000 } });
      const answer = mail().then(({ status }) => status);

      const pause = await pauses.next();
      expect(pause.milliseconds).toBe(3_000);
      expect(store.size).toBe(0);
      pause.end();

      expect(await answer).toBe(200);
      expect(store.size).toBe(1);
    });

    it('delay: takes the mail of a caller who has given up meanwhile', async () => {
      script({ behaviour: { type: 'delay', ms: 3_000 } });
      const call = rawMail();
      const failure = failureOf(call);
      const pause = await pauses.next();
      call.destroy();
      await failure;
      const taken = new Promise<void>((resolve) => store.subscribe(() => resolve()));
      pause.end();
      await taken;

      expect(store.size).toBe(1);
    });

    it('reset-before: resets the connection and takes nothing', async () => {
      script({ behaviour: { type: 'reset-before' } });

      expect(await endOfRawConnection()).toBe('ECONNRESET');
      expect(store.size).toBe(0);
    });

    it('reset-after: takes the mail, then resets the connection', async () => {
      script({ behaviour: { type: 'reset-after' } });

      expect(await endOfRawConnection()).toBe('ECONNRESET');
      expect(store.size).toBe(1);
    });

    it('hang: answers nothing and takes nothing, until the caller gives up', async () => {
      script({ behaviour: { type: 'hang' } });
      const refusedBefore = counts.read().refused;
      const scripted = new Promise<void>((resolve) => faults.subscribe(() => resolve()));
      const call = rawMail();
      const failure = failureOf(call);
      await scripted;
      // Another call on the same sandbox is answered: it is this one that hangs.
      await mail('grace@example.com').expect(200);
      call.destroy();

      expect(await failure).toBe('ECONNRESET');
      expect(store.list({ limit: 10 }).map(({ to }) => to)).toEqual(['grace@example.com']);
      expect(counts.read().refused - refusedBefore).toBe(1);
    });

    it('slow-body: takes the mail, sends good headers, then one byte at a time', async () => {
      script({ behaviour: { type: 'slow-body', intervalMs: 250 } });
      const call = rawMail();
      const [answer] = (await once(call, 'response')) as [IncomingMessage];
      expect(answer.statusCode).toBe(200);
      expect(Number(answer.headers['content-length'])).toBeGreaterThan(100);
      expect(store.size).toBe(1);

      for (const byte of '{"M') {
        const pause = await pauses.next();
        expect(pause.milliseconds).toBe(250);
        pause.end();
        const [chunk] = (await once(answer, 'data')) as [Buffer];
        expect(chunk.toString()).toBe(byte);
      }
      const last = await pauses.next();
      call.destroy();
      last.end();
    });

    it('slow-body: comes to a good end for a caller with patience', async () => {
      const patient = createSandbox({ pause: () => Promise.resolve() });
      patient.faults.replace([{ times: 1, behaviour: { type: 'slow-body' } }]);

      const { body } = await sendMails(patient.app, aMail()).expect(200);

      expect(body.Messages[0].Status).toBe('success');
    });

    it('redirect: points elsewhere and takes nothing', async () => {
      script({ behaviour: { type: 'redirect', location: 'http://127.0.0.1:9/' } });

      const { headers } = await mail().redirects(0).expect(307);

      expect(headers['location']).toBe('http://127.0.0.1:9/');
      expect(store.size).toBe(0);
    });

    it('garbage: answers 200 with what is no JSON and takes nothing', async () => {
      script({ behaviour: { type: 'garbage' } });
      const [answer] = (await once(rawMail(), 'response')) as [IncomingMessage];
      const text = (await answer.toArray()).join('');

      expect(answer.statusCode).toBe(200);
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      expect(store.size).toBe(0);
    });
  });

  describe('by its rule', () => {
    it('applies once unless it says otherwise, then the next calls are answered well', async () => {
      script({ behaviour: { type: 'status', status: 500 } });

      await mail().expect(500);
      await mail().expect(200);
      expect(faults.rules).toEqual([]);
    });

    it('counts down, and says how often it is still good', async () => {
      script({ times: 3, behaviour: { type: 'status', status: 500 } });
      await mail().expect(500);
      expect(faults.rules).toMatchObject([{ times: 2 }]);
      await mail().expect(500);
      await mail().expect(500);
      await mail().expect(200);
    });

    it('stays forever when it says always', async () => {
      script({ times: 'always', behaviour: { type: 'status', status: 500 } });
      for (let call = 0; call < 5; call += 1) await mail().expect(500);

      expect(faults.rules).toHaveLength(1);
    });

    it('is taken in order, the first that applies', async () => {
      script(
        { channel: 'sms', behaviour: { type: 'status', status: 501 } },
        { to: 'grace@example.com', behaviour: { type: 'status', status: 502 } },
        { behaviour: { type: 'status', status: 503 } },
        { behaviour: { type: 'status', status: 504 } },
      );

      await mail('ada@example.com').expect(503);
      await mail('Grace@Example.com').expect(502);
      await mail('grace@example.com').expect(504);
      await mail('grace@example.com').expect(200);
      await sendSms(url, anSms()).expect(501);
    });

    it('finds its recipient among all of a call', async () => {
      script({ to: 'alan@example.com', behaviour: { type: 'status', status: 500 } });

      await sendMails(url, aMail(), aMail({ Bcc: [{ Email: 'alan@example.com' }] })).expect(500);
    });

    it('does not spare a call that is not valid', async () => {
      script({ behaviour: { type: 'status', status: 500 } });

      await sendMails(url, null, { To: [null, { Email: 7 }], Cc: 'x' }).expect(500);
    });

    it('is not used up by a caller without credentials', async () => {
      script({ behaviour: { type: 'status', status: 500 } });

      await mail().unset('Authorization').expect(401);
      expect(faults.rules).toHaveLength(1);
    });
  });
});
