import { createHash, createHmac } from 'node:crypto';
import { ses } from '../../../libs/notification/adapters/ses/ses.js';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const contract = ses({
  name: 'ses',
  url: 'https://email.eu-central-1.amazonaws.com',
  urlSetting: 'MAIL_SES_BASE_URL',
  share: null,
  region: 'eu-central-1',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: SECRET,
  configurationSet: 'codes',
  events: '',
});
const mail = {
  deliveryId: '0197a000-0000-7000-8000-000000000001',
  recipient: { email: 'ada@example.org', name: 'Ada' },
  from: { email: 'no-reply@acme.example', name: 'Acme' },
  subject: 'Your code',
  text: '0042',
  html: '<p>0042</p>',
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (secret: string | Buffer, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

it('a request to Amazon SES is signed as Signature Version 4 asks, for the service ses in its region', async () => {
  const { path, headers, body } = await contract.request(mail);
  const [, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      headers['authorization'] ?? '',
    ) ?? [];
  const date = headers['x-amz-date'] ?? '';
  expect(scope).toBe(`${date.slice(0, 8)}/eu-central-1/ses/aws4_request`);
  const given: Readonly<Record<string, string>> = { ...headers, host: 'email.eu-central-1.amazonaws.com' };
  const canonicalHeaders = names.split(';').map((name) => `${name}:${given[name]}\n`);
  expect(names.split(';')).toEqual(expect.arrayContaining(['host', 'x-amz-date']));
  const canonical = ['POST', path, '', canonicalHeaders.join(''), names, sha256(String(body))].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${SECRET}`);
  expect(signature).toBe(hmac(key, toSign).toString('hex'));
  expect(JSON.parse(String(body))).toMatchObject({ ConfigurationSetName: 'codes' });
});
