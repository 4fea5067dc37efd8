import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockAgent } from 'undici';
import {
  PwnedPasswords,
  type PwnedPasswordsOptions,
  rangeDispatcher,
} from '../../../libs/registration/adapters/pwned-passwords/pwned-passwords.js';

const PASSWORD = 'nine seven lanterns';
const DIGEST = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase();
const [PREFIX, SUFFIX] = [DIGEST.slice(0, 5), DIGEST.slice(5)];
const OTHERS = '0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2';

describe('the range API of Have I Been Pwned', () => {
  let agent: MockAgent;
  let outcomes: string[];

  beforeEach(() => {
    agent = new MockAgent();
    agent.disableNetConnect();
    outcomes = [];
  });
  afterEach(() => agent.close());

  const passwords = (options: Partial<PwnedPasswordsOptions> = {}) =>
    new PwnedPasswords({
      baseUrl: 'https://pwned.example',
      dispatcher: agent,
      onCheck: (outcome) => outcomes.push(outcome),
      ...options,
    });
  const theApi = () => agent.get('https://pwned.example').intercept({ path: `/range/${PREFIX}`, method: 'GET' });

  it('gets five digits of the SHA-1, a request for padding, and nothing else', async () => {
    let seen: { path: string; headers: Record<string, string>; body: unknown } | undefined;
    theApi().reply(({ path, headers, body }) => {
      seen = { path, headers: headers as Record<string, string>, body };
      return { statusCode: 200, data: OTHERS };
    });
    await passwords({ baseUrl: 'https://pwned.example/' }).has(PASSWORD);
    expect(seen?.path).toBe(`/range/${PREFIX}`);
    expect(seen?.headers).toEqual({ 'add-padding': 'true', 'user-agent': 'gatehouse', accept: 'text/plain' });
    expect(seen?.body ?? null).toBeNull();
    expect(JSON.stringify(seen)).not.toContain(SUFFIX);
  });

  it.each([
    ['with CRLF', `${OTHERS}\r\n${SUFFIX}:3`],
    ['with LF and an end', `${OTHERS.replaceAll('\r', '')}\n${SUFFIX}:3\n`],
    ['in lower case', `${OTHERS}\r\n${SUFFIX.toLowerCase()}:3`],
    ['alone', `${SUFFIX}:1`],
  ])('knows a breached password from an answer %s', async (_form, answer) => {
    theApi().reply(200, answer);
    expect(await passwords().has(PASSWORD)).toBe(true);
    expect(outcomes).toEqual(['breached']);
  });

  it.each([
    ['the suffix is not in the range', OTHERS],
    ['the suffix is only padding', `${OTHERS}\r\n${SUFFIX}:0`],
  ])('knows a clean one: %s', async (_why, answer) => {
    theApi().reply(200, answer);
    expect(await passwords().has(PASSWORD)).toBe(false);
    expect(outcomes).toEqual(['clean']);
  });

  it.each([
    ['a fault', 503, ''],
    ['a refusal to go on so fast', 429, ''],
    ['a redirect', 302, ''],
    ['a page instead of a list', 200, '<html>captive portal</html>'],
    ['an empty list', 200, ''],
    ['a list that breaks off', 200, `${SUFFIX}:3\r\n0018A4`],
    ['half a megabyte', 200, `${SUFFIX}:3\r\n`.repeat(14_000)],
  ])('refuses no password after %s', async (_what, status, answer) => {
    theApi().reply(status, answer);
    expect(await passwords().has(PASSWORD)).toBe(false);
    expect(outcomes).toEqual(['failed']);
  });

  it('refuses no password after a broken connection', async () => {
    theApi().replyWithError(new Error('reset'));
    expect(await passwords().has(PASSWORD)).toBe(false);
    expect(outcomes).toEqual(['failed']);
  });

  describe('as a server of flesh and blood', () => {
    let server: Server;
    let listener: RequestListener;
    const dispatcher = rangeDispatcher();

    beforeAll(async () => {
      server = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterAll(async () => {
      await dispatcher.destroy();
      server.closeAllConnections();
      server.close();
    });

    const overTheWire = (options: Partial<PwnedPasswordsOptions> = {}) =>
      passwords({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, dispatcher, ...options });

    it('is asked and understood', async () => {
      const asked: unknown[] = [];
      listener = ({ url, method, headers }, response) => {
        asked.push([method, url, headers['add-padding']]);
        response.writeHead(200, { 'content-type': 'text/plain' }).end(`${OTHERS}\r\n${SUFFIX}:3`);
      };
      expect(await overTheWire().has(PASSWORD)).toBe(true);
      expect(await overTheWire().has('another one that is not there')).toBe(false);
      expect(asked[0]).toEqual(['GET', `/range/${PREFIX}`, 'true']);
      expect(outcomes).toEqual(['breached', 'clean']);
    });

    it.each<[string, RequestListener]>([
      ['never answers', () => undefined],
      ['never ends', (_request, response) => void response.writeHead(200).write(`${SUFFIX}:3\r\n`)],
    ])('is not waited for when it %s', async (_how, silence) => {
      listener = silence;
      expect(await overTheWire({ timeoutMs: 50 }).has(PASSWORD)).toBe(false);
      expect(outcomes).toEqual(['failed']);
    });

    it('is done without when it hangs up or is not there', async () => {
      listener = (request) => void request.socket.destroy();
      expect(await overTheWire().has(PASSWORD)).toBe(false);
      expect(await passwords({ baseUrl: 'http://127.0.0.1:1', dispatcher }).has(PASSWORD)).toBe(false);
      expect(outcomes).toEqual(['failed', 'failed']);
    });
  });
});
