import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { newSlug } from '../../../support/administration.js';
import { type ApiHarness, basic, somebody } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';

/** A request that can be sent any number of times, by way of any process. */
export interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A request and its like: another one of the same caller, and the same one of somebody else or at another application. */
export interface Likes {
  readonly same: Request;
  readonly other: Request;
  readonly others: Request;
}

export const send = ({ http }: ApiHarness, { path, headers, body }: Request, key?: string): Test => {
  const request = http.post(path).set(headers);
  return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
};

export const newKey = (): string => randomUUID();

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const elsewhere = { 'Gatehouse-Application': 'elsewhere' };

/** Requests without a caller of their own: the same one at another application is another's. */
const byAnybody = (path: string, body: object, otherBody: object): Likes => ({
  same: { path, headers: {}, body },
  other: { path, headers: {}, body: otherBody },
  others: { path, headers: elsewhere, body },
});

/** What may be sent again, by operation: each time with people, slugs and numbers that were never seen before. */
export const repeatable: Readonly<Record<string, (stage: Stage) => Promise<Likes>>> = {
  'POST /v1/users': async () => {
    const person = somebody();
    return byAnybody('/v1/users', { ...person, name: 'Ada' }, { ...person, name: 'Augusta' });
  },
  'POST /v1/users/activation/code': async (stage) => {
    const { email } = await stage.pendingSomebody();
    await stage.db.advance(31_000);
    return byAnybody('/v1/users/activation/code', { email }, { email: somebody().email });
  },
  'POST /v1/users/activation/phone/code': async (stage) => {
    const [one, another] = [await stage.phoneSomebody(), await stage.phoneSomebody()];
    await stage.db.advance(31_000);
    const of = (person: typeof one): Request => ({
      path: '/v1/users/activation/phone/code',
      headers: { Authorization: basic(person.person), 'Gatehouse-Application': 'phones' },
      body: {},
    });
    const stranger = somebody();
    const phone = stage.nextPhone();
    await stage.api.http
      .post('/v1/users')
      .set('Gatehouse-Application', 'phones-too')
      .send({ ...stranger, phone });
    await stage.db.advance(31_000);
    const others = { ...of(one), headers: { Authorization: basic(stranger), 'Gatehouse-Application': 'phones-too' } };
    return { same: of(one), other: of(another), others };
  },
  'POST /v1/sessions': async (stage) => {
    const [one, another] = [await stage.activeSomebody(), await stage.activeSomebody()];
    await stage.api.activated(one, 'elsewhere');
    return byAnybody('/v1/sessions', one, another);
  },
  'POST /v1/password-resets': async (stage) => {
    const { email } = await stage.activeSomebody();
    await stage.db.advance(31_000);
    return byAnybody('/v1/password-resets', { email }, { email: somebody().email });
  },
  'POST /v1/users/me/phone/code': async (stage) => {
    const [{ token }, { token: stranger }] = [await stage.admin.someone('user'), await stage.admin.someone('user')];
    const [path, body] = ['/v1/users/me/phone/code', { phone: stage.nextPhone() }];
    return {
      same: { path, headers: bearer(token), body },
      other: { path, headers: bearer(token), body: { phone: stage.nextPhone() } },
      others: { path, headers: bearer(stranger), body: { phone: stage.nextPhone() } },
    };
  },
  'POST /v1/users/me/email': async (stage) => {
    const [one, stranger] = [await stage.admin.someone('user'), await stage.admin.someone('user')];
    const path = '/v1/users/me/email';
    const to = ({ person: { password: currentPassword } }: typeof one) => ({
      newEmail: somebody().email,
      currentPassword,
    });
    return {
      same: { path, headers: bearer(one.token), body: to(one) },
      other: { path, headers: bearer(one.token), body: to(one) },
      others: { path, headers: bearer(stranger.token), body: to(stranger) },
    };
  },
  'POST /v1/admin/applications': async (stage) => {
    const [{ token }, { token: colleague }] = [await stage.admin.someone('admin'), await stage.admin.someone('admin')];
    const path = '/v1/admin/applications';
    const named = () => ({ slug: newSlug(), name: 'Another' });
    return {
      same: { path, headers: bearer(token), body: named() },
      other: { path, headers: bearer(token), body: named() },
      others: { path, headers: bearer(colleague), body: named() },
    };
  },
  'POST /v1/admin/keys': async (stage) => {
    const { key, colleague } = await twoKeys(stage);
    const [path, body] = ['/v1/admin/keys', { name: 'billing', lifeSeconds: 3_600 }];
    return {
      same: { path, headers: bearer(key.key), body },
      other: { path, headers: bearer(key.key), body: { name: 'search' } },
      others: { path, headers: bearer(colleague.key), body },
    };
  },
  'POST /v1/admin/keys/{id}/rotation': async (stage) => {
    const { key, colleague, slug } = await twoKeys(stage);
    const path = `/v1/admin/keys/${(await stage.admin.keyOf(slug)).id}/rotation`;
    const otherPath = `/v1/admin/keys/${(await stage.admin.keyOf(slug)).id}/rotation`;
    return {
      same: { path, headers: bearer(key.key), body: {} },
      other: { path, headers: bearer(key.key), body: { overlapSeconds: 60 } },
      others: { path: otherPath, headers: bearer(colleague.key), body: {} },
    };
  },
  'POST /v1/admin/webhooks': async (stage) => {
    const { key, colleague } = await twoKeys(stage);
    const [path, url] = ['/v1/admin/webhooks', 'https://shop.example/hooks'];
    return {
      same: { path, headers: bearer(key.key), body: { url, types: ['user.activated.v1'] } },
      other: { path, headers: bearer(key.key), body: { url } },
      others: { path, headers: bearer(colleague.key), body: { url } },
    };
  },
  'POST /v1/admin/webhooks/{id}/ping': (stage) => ofWebhooks(stage, 'ping'),
  'POST /v1/admin/webhooks/{id}/secret': (stage) => ofWebhooks(stage, 'secret'),
  'POST /v1/admin/users/{id}/activation/code': async (stage) => {
    const { key, colleague, slug } = await twoKeys(stage, 'elsewhere');
    const ids = [
      await stage.api.register(somebody(), slug),
      await stage.api.register(somebody(), slug),
      await stage.api.register(somebody(), slug),
    ];
    await stage.db.advance(31_000);
    const [path = '', otherPath = '', othersPath = ''] = ids.map((id) => `/v1/admin/users/${id}/activation/code`);
    return {
      same: { path, headers: bearer(key.key), body: {} },
      other: { path: otherPath, headers: bearer(key.key), body: {} },
      others: { path: othersPath, headers: bearer(colleague.key), body: {} },
    };
  },
};

/** What is asked of one webhook, and of another one. */
async function ofWebhooks(stage: Stage, what: string): Promise<Likes> {
  const { key, colleague } = await twoKeys(stage);
  const made = async () => {
    const body = { url: 'https://shop.example/hooks' };
    const answer = await send(stage.api, { path: '/v1/admin/webhooks', headers: bearer(key.key), body });
    return `/v1/admin/webhooks/${(answer.body as { id: string }).id}/${what}`;
  };
  const [path, otherPath] = [await made(), await made()];
  return {
    same: { path, headers: bearer(key.key), body: {} },
    other: { path: otherPath, headers: bearer(key.key), body: {} },
    others: { path, headers: bearer(colleague.key), body: {} },
  };
}

/** Two keys of an application: of a new one by default. */
async function twoKeys({ admin }: Stage, known?: string) {
  const slug = known ?? newSlug();
  if (known === undefined) await admin.createApplication(slug);
  return { slug, key: await admin.keyOf(slug), colleague: await admin.keyOf(slug) };
}
