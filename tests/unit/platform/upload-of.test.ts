import { Readable } from 'node:stream';
import { uploadOf } from '@gatehouse/platform/express';
import type { Request } from 'express';

const IDLE_MS = 20;

async function read(body: Readable): Promise<string> {
  let text = '';
  for await (const piece of uploadOf(body as Request, IDLE_MS)) text += Buffer.from(piece).toString();
  return text;
}

describe('an upload', () => {
  it('is read piece by piece to its end', async () => {
    expect(await read(Readable.from([Buffer.from('a'), Buffer.from('b')]))).toBe('ab');
  });

  it('that stops coming is a request that took too long, and ends the connection', async () => {
    const silent = new Readable({ read: () => undefined });
    silent.push('a');
    await expect(read(silent)).rejects.toMatchObject({
      problem: { code: 'request-timeout', status: 408 },
      headers: { Connection: 'close' },
    });
  });

  it('whose sender goes away is not whole', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.push('a');
    setImmediate(() => broken.destroy(new Error('aborted')));
    await expect(read(broken)).rejects.toMatchObject({ refusal: { detailCode: 'body-incomplete' } });
  });
});
