import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Link } from '../../nemesis/deployment/link.js';

describe('a link between two parts of a chaos run', () => {
  let server: Server;
  let link: Link;
  let client: Socket;
  let accepted: Promise<[Socket]>;
  let received: Promise<string>;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    link = await Link.to((server.address() as AddressInfo).port, 'api1 > database');
    accepted = once(server, 'connection') as Promise<[Socket]>;
    client = connect({ port: link.port, host: '127.0.0.1', noDelay: true });
    received = accepted.then(([socket]) => text(socket));
    await Promise.all([once(client, 'connect'), accepted]);
  });
  afterEach(() => {
    client.destroy();
    link.close();
    server.close();
  });

  /** Long enough for bytes to get from one socket to the next. */
  const turns = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
  };

  /** Until the link has it: it is on its way then. */
  const send = (bytes: string): Promise<void> => {
    client.write(bytes);
    return turns(50);
  };

  it('delivers bytes in order when it is slow no longer', async () => {
    link.slow(60);
    await send('first,');
    await send('second,');
    link.heal();
    await send('third,');
    client.end('last');
    expect(await received).toBe('first,second,third,last');
  });

  it('delivers bytes in order when it is less slow than before', async () => {
    link.slow(80);
    await send('first,');
    link.slow(1);
    await send('second,');
    client.end('last');
    expect(await received).toBe('first,second,last');
  });

  it('ends an answer at the byte where it is cut, whatever the server still says', async () => {
    const [socket] = await accepted;
    received.catch(() => undefined);
    link.slow(40);
    link.cutAnswers(() => 3);
    let answer = '';
    client.on('data', (bytes) => {
      answer += bytes.toString();
    });
    const ended = new Promise<string>((resolve) => {
      client.once('error', () => resolve('reset'));
      client.once('end', () => resolve('ended'));
    });
    socket.write('abcdef');
    await turns(50);
    link.slow(1);
    socket.write('ghijkl');
    expect(await ended).toBe('reset');
    expect(answer).toBe('abc');
    expect(link.heal()).toBe(1);
  });
});
