import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createSandbox } from '@gatehouse/sandbox';
import { aMail, sendMails } from './calls.js';

/** Reads whole events as they come. */
const eventsOf = (stream: IncomingMessage) => {
  let text = '';
  stream.setEncoding('utf8');
  return async (): Promise<{ event: string; data: unknown }> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        const [chunk] = (await once(stream, 'data')) as [string];
        text += chunk;
        continue;
      }
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const event = field('event');
      if (event !== undefined) return { event, data: JSON.parse(field('data') ?? 'null') };
    }
  };
};

describe('/api/stream', () => {
  it('reports faults at once, then every message, fault and clearing, and ends with the sandbox', async () => {
    const sandbox = createSandbox();
    const url = await sandbox.listen(0);
    const [stream] = (await once(get(`${url}/api/stream`), 'response')) as [IncomingMessage];
    const next = eventsOf(stream);

    expect(stream.headers['content-type']).toBe('text/event-stream');
    expect(await next()).toEqual({ event: 'faults', data: { rules: [] } });

    await sendMails(url, aMail({ Subject: '<b>Code</b>' })).expect(200);
    expect(await next()).toEqual({
      event: 'message',
      data: expect.objectContaining({ to: 'ada@example.com', subject: '<b>Code</b>', code: '0042' }),
    });

    sandbox.faults.replace([{ times: 1, behaviour: { type: 'status', status: 500 } }]);
    expect(await next()).toMatchObject({ event: 'faults', data: { rules: [{ times: 1 }] } });
    await sendMails(url, aMail()).expect(500);
    expect(await next()).toEqual({ event: 'faults', data: { rules: [] } });

    sandbox.store.clear();
    expect(await next()).toEqual({ event: 'cleared', data: {} });

    const ended = once(stream, 'end');
    stream.resume();
    await sandbox.close();
    await ended;
    expect(stream.complete).toBe(true);
  });
});
