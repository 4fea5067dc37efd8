import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { faultKind, parseDatabaseUrl } from '@gatehouse/platform/postgres';
import { openSocket } from '../../../../libs/platform/postgres/open-socket.js';

/** Of the protocol (PostgreSQL manual, 55.7): an error that a server sends before it has heard who connects. */
const FATAL = Buffer.concat([
  Buffer.from('E'),
  Buffer.from([0, 0, 0, 40]),
  Buffer.from('SFATAL\0C57P03\0Mit is starting up now\0\0'),
]);

describe('a server that is asked for TLS', () => {
  /** What opening a connection comes to at a server that answers like that. */
  async function opened(mode: string, answer: Buffer | null) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => (answer === null ? socket.end() : socket.write(answer)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      const address = parseDatabaseUrl(`postgres://ada:secret@127.0.0.1:${port}/gatehouse?sslmode=${mode}`);
      const { socket } = await openSocket(address, 0, new AbortController().signal);
      const unread = socket.readableLength;
      socket.destroy();
      return { unread };
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      return { code, kind: faultKind(error), saysItsWords: message.includes('starting up') };
    } finally {
      server.close();
    }
  }

  it('and has none is spoken to without, where that is allowed', async () => {
    expect(await opened('prefer', Buffer.from('N'))).toEqual({ unread: 0 });
  });

  it.each([
    ['with an error, as while it starts', FATAL],
    ['with the first byte of one', FATAL.subarray(0, 1)],
    ['with yes, and more that is not protected', Buffer.concat([Buffer.from('S'), FATAL])],
    ['with no, and more that nobody has asked for', Buffer.concat([Buffer.from('N'), FATAL])],
  ])('and answers %s is not there at the moment, and no statement is at fault', async (_how, answer) => {
    const refused = { code: 'TLS_UNANSWERED', kind: 'gone', saysItsWords: false };
    for (const mode of ['prefer', 'require']) expect(await opened(mode, answer)).toEqual(refused);
  });

  it('and goes without a word is not there at the moment', async () => {
    expect(await opened('prefer', null)).toEqual({ code: 'CONNECTION_CLOSED', kind: 'gone', saysItsWords: false });
  });
});
