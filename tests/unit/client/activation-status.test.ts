import { type ActivationStatus, GatehouseUnreachable, lifeLeft } from '@gatehouse/client';
import { ActivationFollower } from '../../../libs/client/follow-activation.js';
import { Transport } from '../../../libs/client/transport.js';
import { clientStage, problem } from '../../support/client-stage.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 12, 0, seconds)).toISOString();
const status = (delivery: ActivationStatus['delivery'], changes: object = {}): ActivationStatus => ({
  delivery,
  sentAt: delivery === 'sent' ? at(0) : null,
  expiresAt: delivery === 'sent' ? at(60) : null,
  message: null,
  phone: null,
  serverTime: at(1),
  ...changes,
});
const event = (id: string, news: ActivationStatus) => `event: status\nid: ${id}\ndata: ${JSON.stringify(news)}\n\n`;
const bytes = (text: string) => new TextEncoder().encode(text);

function stream(...chunks: readonly (string | Error)[]): Response {
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk === undefined) controller.close();
      else if (chunk instanceof Error) controller.error(chunk);
      else controller.enqueue(bytes(chunk));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
}

/** Open, and without a word after the first ones. */
const hanging =
  (onCancel: () => void, ...chunks: readonly string[]) =>
  (request: Request) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(bytes(chunk));
        request.signal.addEventListener('abort', () => {
          onCancel();
          controller.error(request.signal.reason);
        });
      },
      cancel: onCancel,
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };

async function all(news: AsyncIterable<ActivationStatus>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { delivery } of news) seen.push(delivery);
  return seen;
}

describe('the activation status as it comes', () => {
  it('is a loop that ends when the message was sent', async () => {
    const stage = clientStage(
      stream(event('1', status('queued')), event('2', status('sending')), event('3', status('sent'))),
    );
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['queued', 'sending', 'sent']);
    expect(stage.calls()).toEqual(['GET /v1/users/u-1/activation']);
    expect(stage.asked[0]?.headers.get('Accept')).toBe('text/event-stream');
  });

  it('ends when it has failed, and waits for the SMS as well', async () => {
    const sms = (delivery: string) => ({ phone: { delivery, sentAt: null, expiresAt: null } });
    const stage = clientStage(
      stream(
        event('1', status('sent', sms('queued'))),
        event('2', status('sent', sms('failed'))),
        event('3', status('queued')),
      ),
    );
    const seen: unknown[] = [];
    for await (const { phone } of stage.client().activationStatus('u-1')) seen.push(phone?.delivery);
    expect(seen).toEqual(['queued', 'failed']);
  });

  it('is put together from whatever pieces arrive', async () => {
    const text = `: still here\r\n\r\nretry: 10\r\n${event('1', status('queued')).replaceAll('\n', '\r\n')}${event('2', status('sent'))}`;
    const stage = clientStage(stream(...text));
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['queued', 'sent']);
  });

  it('goes on where it broke off, and repeats nothing', async () => {
    const stage = clientStage(
      stream(event('1', status('queued')), event('2', status('sending')), new TypeError('terminated')),
      new TypeError('fetch failed'),
      stream(event('2', status('sending')), event('3', status('sent'))),
    );
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['queued', 'sending', 'sent']);
    expect(stage.asked.map(({ headers }) => headers.get('Last-Event-ID'))).toEqual([null, '2', '2']);
  });

  it('goes on when the service has ended the stream, as it does when it restarts', async () => {
    const stage = clientStage(stream(event('1', status('queued'))), stream(event('2', status('sent'))));
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['queued', 'sent']);
  });

  it('waits as the service asks when there are too many streams', async () => {
    const stage = clientStage(problem(503, 'busy', { 'Retry-After': '5' }), stream(event('1', status('sent'))));
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['sent']);
    expect(stage.paused[0]).toBeGreaterThanOrEqual(5_000);
  });

  it.each([
    ['is answered as JSON', Response.json(status('queued'))],
    ['ends without a word', stream()],
    ['has no body to read', new Response(null, { headers: { 'Content-Type': 'text/event-stream' } })],
  ])('is asked for again and again where a stream %s', async (_, answer) => {
    const stage = clientStage(
      answer,
      ...(['queued', 'queued', 'sent'] as const).map((news) => Response.json(status(news))),
    );
    expect(await all(stage.client().activationStatus('u-1'))).toEqual(['queued', 'sent']);
    expect(stage.asked.slice(1).map(({ headers }) => headers.get('Accept'))).toEqual(Array(3).fill('application/json'));
    expect(stage.paused).toContain(1_000);
  });

  it('ends with the service’s refusal', async () => {
    const stage = clientStage(problem(404, 'not-found'));
    await expect(all(stage.client().activationStatus('u-1'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('does not try forever', async () => {
    const stage = clientStage(...Array.from({ length: 9 }, () => new TypeError('fetch failed')));
    await expect(all(stage.client().activationStatus('u-1'))).rejects.toThrow(GatehouseUnreachable);
  });

  it('lets go of the connection when the loop is left', async () => {
    let isLetGo = false;
    const stage = clientStage(hanging(() => (isLetGo = true), event('1', status('queued'))));
    for await (const { delivery } of stage.client().activationStatus('u-1')) if (delivery === 'queued') break;
    expect(isLetGo).toBe(true);
  });

  it('ends with the caller’s signal, with a stream open', async () => {
    const abort = new AbortController();
    const stage = clientStage(hanging(() => undefined, event('1', status('queued'))));
    const loop = async () => {
      for await (const _ of stage.client().activationStatus('u-1', { signal: abort.signal }))
        abort.abort(new Error('left'));
    };
    await expect(loop).rejects.toThrow('left');
    expect(stage.asked).toHaveLength(1);
  });
});

describe('a stream that says nothing', () => {
  const follow = (stage: ReturnType<typeof clientStage>, patience: object) => {
    const options = { fetch: stage.fetch, timing: stage.timing, retries: 0, timeoutMs: 1_000, maxWaitMs: 0 };
    const request = (accept: string, signal: AbortSignal) =>
      new Request('https://id.example/v1/users/u-1/activation', { headers: { Accept: accept }, signal });
    return new ActivationFollower(new Transport(options), request, patience).follow();
  };

  it('from the start is held back by something in between: the status is asked for', async () => {
    const stage = clientStage(
      hanging(() => undefined),
      Response.json(status('sent')),
    );
    expect(await all(follow(stage, { firstWordMs: 5 }))).toEqual(['sent']);
    expect(stage.asked[1]?.headers.get('Accept')).toBe('application/json');
  });

  it('any more is dead, and opened again', async () => {
    const stage = clientStage(
      hanging(() => undefined, event('1', status('queued'))),
      stream(event('2', status('sent'))),
    );
    expect(await all(follow(stage, { silenceMs: 5 }))).toEqual(['queued', 'sent']);
    expect(stage.asked[1]?.headers.get('Last-Event-ID')).toBe('1');
  });
});

describe('the life that a code has left', () => {
  it('is counted by the service’s clock', () => {
    expect(lifeLeft(status('sent'))).toBe(59_000);
    expect(lifeLeft(status('sent', { serverTime: at(61) }))).toBe(0);
    expect(lifeLeft(status('queued'))).toBeNull();
  });
});
