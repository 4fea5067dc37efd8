import { WebhookInvalid, WebhookVerifier } from '@gatehouse/client/verify';
import { Webhook } from 'standardwebhooks';

const secretOf = (name: string) => `whsec_${Buffer.alloc(32, name).toString('base64')}`;
const [SECRET, FORMER] = [secretOf('current'), secretOf('former')];
const EVENT = { id: 'e-1', type: 'user.registered.v1', data: { name: 'Zoë' } };

/** As the service sends it. */
function sent({ secrets = [SECRET], at = new Date(), body = JSON.stringify(EVENT) } = {}) {
  const signature = secrets.map((secret) => new Webhook(secret).sign('e-1', at, body)).join(' ');
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  return { body, headers: { 'webhook-id': 'e-1', 'webhook-timestamp': timestamp, 'webhook-signature': signature } };
}

describe('the verifier of webhooks', () => {
  const verifier = new WebhookVerifier(SECRET);

  it.each([
    ['text', (body: string) => body],
    ['bytes', (body: string) => new TextEncoder().encode(body)],
    ['a buffer', (body: string) => Buffer.from(body)],
  ])('answers the event of a body that is %s', (_, as) => {
    const { body, headers } = sent();
    expect(verifier.verify(as(body), headers)).toEqual(EVENT);
    expect(verifier.verify(as(body), new Headers(headers))).toEqual(EVENT);
  });

  it('takes either secret while one is being rotated, on their side and on ours', () => {
    const { body, headers } = sent({ secrets: [SECRET, FORMER] });
    for (const secrets of [[SECRET], [FORMER], [FORMER, SECRET]])
      expect(new WebhookVerifier(...secrets).verify(body, headers)).toEqual(EVENT);
    const former = sent({ secrets: [FORMER] });
    expect(new WebhookVerifier(SECRET, FORMER).verify(former.body, former.headers)).toEqual(EVENT);
  });

  const { body, headers } = sent();
  it.each<[string, string, object]>([
    ['a body with a space more', `${body} `, headers],
    ['an empty body', '', headers],
    ['another id', body, { ...headers, 'webhook-id': 'e-2' }],
    ['another time', body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }],
    ['a time that is none', body, { ...headers, 'webhook-timestamp': 'now' }],
    ['no signature', body, { ...headers, 'webhook-signature': undefined }],
    ['an empty signature', body, { ...headers, 'webhook-signature': '' }],
    ['a signature without its value', body, { ...headers, 'webhook-signature': 'v1' }],
    [
      'a signature of another version',
      body,
      { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') },
    ],
    ['the headers twice', body, { ...headers, 'webhook-signature': [headers['webhook-signature'], 'v1,x'] }],
    ['another’s secret', body, sent({ secrets: [FORMER] }).headers],
    ['no headers', body, {}],
  ])('refuses %s', (_, text, changed) => {
    expect(() => verifier.verify(text, changed as Record<string, string>)).toThrow(WebhookInvalid);
  });

  it.each([-301, 301])('refuses what was signed %d s from now', (seconds) => {
    const old = sent({ at: new Date(Date.now() + seconds * 1_000) });
    expect(() => verifier.verify(old.body, old.headers)).toThrow(WebhookInvalid);
  });

  it('refuses a signed body that is no JSON', () => {
    const odd = sent({ body: '{"id":' });
    expect(() => verifier.verify(odd.body, odd.headers)).toThrow(WebhookInvalid);
  });

  it('is not made without a secret', () => {
    expect(() => new WebhookVerifier()).toThrow(TypeError);
    expect(() => new WebhookVerifier('whsec_')).toThrow(Error);
  });
});
