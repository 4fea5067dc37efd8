import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect } from 'node:tls';
import type { SslMode, TlsParameters } from './connection-parameters.js';

/** Length 8, then the code that asks for TLS (PostgreSQL manual, 55.7). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = 'S';

/** `allow` counts as `prefer`: both end in a connection, and this one rather in a protected one. */
export const mayBePlain = (mode: SslMode): boolean => mode === 'prefer' || mode === 'allow';

/**
 * Protects a connection that has just been opened, before its first byte.
 * @throws Error of TLS, or one that says that the server has none
 */
export async function secured(socket: Socket, host: string, tls: TlsParameters): Promise<Socket> {
  if (tls.mode === 'disable') return socket;
  if (!tls.direct && !(await offersTls(socket))) {
    if (mayBePlain(tls.mode)) return socket;
    throw Object.assign(new Error(`The server has no TLS, which sslmode=${tls.mode} requires`), {
      code: 'TLS_MISSING',
    });
  }
  return handshake(socket, host, tls);
}

async function offersTls(socket: Socket): Promise<boolean> {
  const answer = new Promise<string>((resolve, reject) => {
    socket.once('readable', () => {
      // What came beside the answer is not protected, and would be read as if it were (CVE-2021-23222).
      if (socket.readableLength > 1) reject(new Error('The server sent more than its answer to the request for TLS'));
      else resolve(String(socket.read(1)));
    });
  });
  socket.write(SSL_REQUEST);
  return (await answer) === YES;
}

function handshake(socket: Socket, host: string, tls: TlsParameters): Promise<Socket> {
  const { mode, direct, ca, cert, key, passphrase, minVersion } = tls;
  return new Promise((resolve, reject) => {
    const protectedSocket = connect({
      socket,
      minVersion,
      ...(isIP(host) === 0 && { servername: host }),
      ...(direct && { ALPNProtocols: ['postgresql'] }),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
      rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full',
      // By the address that was asked for: of an IP address Node would check the name "localhost".
      checkServerIdentity: (_name, certificate) =>
        mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
    });
    const fail = (error: NodeJS.ErrnoException): void => reject(direct ? withoutDirectTls(error) : error);
    protectedSocket.once('error', fail).once('secureConnect', () => {
      protectedSocket.off('error', fail);
      resolve(protectedSocket);
    });
  });
}

/** A server that knows no such beginning just hangs up. */
function withoutDirectTls(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ECONNRESET') return error;
  const words =
    'The server ended the connection at the first byte of TLS, which sslnegotiation=direct requires: use PostgreSQL 17 or newer with ssl = on';
  return Object.assign(new Error(words, { cause: error }), { code: error.code });
}
