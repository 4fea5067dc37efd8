import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createGatehouse } from '@gatehouse/client';
import type { Express } from 'express';
import { Webhook } from 'standardwebhooks';
import { Administration } from '../../support/administration.js';
import { type ApiHarness, somebody } from '../../support/api.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

const README = await readFile(new URL('../../../libs/client/README.md', import.meta.url), 'utf8');
const HERE = 'http://127.0.0.1:3000';
const blocks = [...README.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);

/** What the examples take as given, and what the test looks at after them. */
const GIVEN = ['load', 'show', 'askForCode', 'secretKey', 'localStorage', 'setTimeout'];

/** All of them one after the other, in the order of the page: what one declares, the next ones use. */
function story({ url, settings }: ApiHarness): string {
  const declared = new Set<string>();
  const once = (names: string) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => !declared.has(name) && declared.add(name))
      .join(', ');
  return blocks
    .join('\n')
    .replaceAll(`issuer: '${HERE}'`, `issuer: '${settings.http.publicUrl}', keysUrl: '${url}/.well-known/jwks.json'`)
    .replaceAll(HERE, url)
    .replaceAll(/^import \{([^}]+)\} from ('[^']+');$/gm, (_, names: string, from: string) => {
      const missing = once(names);
      return missing && `const { ${missing} } = await load(${from});`;
    })
    .replaceAll(/^import (\w+) from ('[^']+');$/gm, 'const { default: $1 } = await load($2);');
}

describe('the examples of the client’s README, against the running service', () => {
  let harness: ServiceHarness;
  beforeAll(async () => {
    harness = await ServiceHarness.open();
  });
  afterAll(() => harness.close());

  it('hold', async () => {
    const person = somebody();
    const shown: unknown[] = [];
    const mails: string[] = [];
    const administration = new Administration(harness.api, harness.db);
    const stored = new Map<string, string>();
    const given = {
      load: (name: string) => import(name),
      show: (what: unknown) => shown.push(what),
      /** The next mail with a code that has not been typed in yet. */
      askForCode: async () => {
        let code: string | null = null;
        for (let number = 1; code === null || mails.includes(code); number += 1)
          code = codeIn(await harness.mailTo(person, number));
        mails.push(code);
        // The gap between two messages to a person is not what is shown here.
        await harness.db.sql`delete from gatehouse.throttles`;
        return code;
      },
      secretKey: (await administration.keyOf()).key,
      localStorage: {
        getItem: (key: string) => stored.get(key) ?? null,
        setItem: (key: string, value: string) => stored.set(key, value),
      },
      /** Nobody waits here. */
      setTimeout: (go: () => void) => setImmediate(go),
    };
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
    const play = new AsyncFunction(
      'email',
      'password',
      ...GIVEN,
      `${story(harness.api)}\nreturn { app, bearer, inBrowser, sendAnotherCode };`,
    );
    const { app, bearer, inBrowser, sendAnotherCode } = await play(
      person.email,
      person.password,
      ...GIVEN.map((name) => given[name as keyof typeof given]),
    );

    const { email } = person;
    const expected = ['sent', 'Hello Ada', 'This account is already active', email, email, 2, email, 0];
    expect(shown.slice(shown.indexOf('sent'))).toEqual(expected);
    expect(await useService(app, bearer)).toEqual([200, 401, 401, 204, 204, 401]);
    expect(shown.filter((what) => what === 'user.registered.v1')).toHaveLength(1);
    expect(inBrowser).toHaveProperty('signIn');

    const waits: string[] = [];
    for (const _ of ['sent', 'too early']) await sendAnotherCode((words: string) => waits.push(words));
    expect(waits.length).toBeGreaterThan(2);
    expect(waits.slice(-3)).toEqual([
      'You can ask for another code in 2 s',
      'You can ask for another code in 1 s',
      'Send another code',
    ]);
  });

  it('hold for a lost answer too: what is sent again is done once', async () => {
    let isLost = false;
    const losing: typeof fetch = async (...call) => {
      const answer = await fetch(...call);
      if (isLost) return answer;
      isLost = true;
      throw new TypeError('fetch failed');
    };
    const person = somebody();
    const gatehouse = createGatehouse({ baseUrl: harness.api.url, fetch: losing });
    const { id } = await gatehouse.signUp(person);
    const rows = await harness.db.sql`select id from gatehouse.users where email = ${person.email}`;
    expect(rows).toEqual([{ id }]);
  });
});

/** The example's service, called by anyone who has signed in and by webhooks, true and forged. */
async function useService(app: Express, bearer: string): Promise<unknown[]> {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = JSON.stringify({ id: 'e-1', type: 'user.registered.v1' });
  const now = new Date();
  const signature = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').sign('e-1', now, body);
  const headers = { 'webhook-id': 'e-1', 'webhook-timestamp': `${Math.floor(now.getTime() / 1_000)}` };
  const hook = (sign: string) =>
    fetch(`${at}/gatehouse`, { method: 'POST', body, headers: { ...headers, 'webhook-signature': sign } });
  const answers = [
    await fetch(`${at}/orders`, { headers: { Authorization: bearer } }),
    await fetch(`${at}/orders`, { headers: { Authorization: `${bearer}x` } }),
    await fetch(`${at}/orders`),
    await hook(signature),
    await hook(signature),
    await hook('v1,forged'),
  ];
  server.closeAllConnections();
  server.close();
  return answers.map(({ status }) => status);
}
