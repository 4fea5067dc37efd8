import { standardWebhook } from '../../../libs/notification/adapters/events/standard-webhook.js';
import { sendgridEvents } from '../../../libs/notification/adapters/sendgrid/sendgrid-events.js';
import { sesEvents } from '../../../libs/notification/adapters/ses/ses-events.js';
import { SnsCertificates } from '../../../libs/notification/adapters/ses/sns-certificates.js';
import { twilioEvents } from '../../../libs/notification/adapters/twilio/twilio-events.js';
import { LOCALHOST_CERTIFICATE } from '../../support/notification/localhost-certificate.js';
import { slowdownTo } from '../../support/processor-time.js';

const at = (seconds: number) => new Date(seconds * 1_000);

/** The examples that providers publish, with keys and signatures. */
describe('signatures of providers', () => {
  // Of SendGrid's library for Node.
  const sendgrid = {
    events:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
    headers: {
      'x-twilio-email-event-webhook-signature':
        'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=',
      'x-twilio-email-event-webhook-timestamp': '1588788367',
    },
    body: Buffer.from('{"category":"example_payload","event":"test_event","message_id":"message_id"}'),
    search: '',
  };

  it('are those of SendGrid’s own example', async () => {
    const { isGenuine } = sendgridEvents(sendgrid);
    expect(await isGenuine?.(sendgrid, at(1_588_788_367))).toBe(true);
    expect(await isGenuine?.({ ...sendgrid, body: Buffer.from('{}') }, at(1_588_788_367))).toBe(false);
    expect(await isGenuine?.(sendgrid, at(1_588_788_367 + 90_000))).toBe(false);
  });

  it('are none with a key of SendGrid’s that is none', async () => {
    expect(await sendgridEvents({ events: 'bm9uZQ==' }).isGenuine?.(sendgrid, at(1_588_788_367))).toBe(false);
  });

  // Of Twilio's library for Node: an address with its port or without.
  it.each(['RSOYDt4T1cUTdK1PDd93/VVr8B8=', 'kvajT1Ptam85bY51eRf/AJRuM3w='])(
    'are those of Twilio’s own example: %s',
    async (signature) => {
      const { isGenuine } = twilioEvents({ authToken: '12345', callbackUrl: 'https://mycompany.com/myapp.php' });
      const report = {
        headers: { 'x-twilio-signature': signature },
        body: Buffer.from(
          'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212',
        ),
        search: '?foo=1&bar=2',
      };
      expect(await isGenuine?.(report, new Date())).toBe(true);
      expect(await isGenuine?.({ ...report, search: '?foo=1&bar=3' }, new Date())).toBe(false);
    },
  );

  it('cost what a form of Twilio’s is long, however many fields it has', () => {
    const { isGenuine } = twilioEvents({ authToken: '12345', callbackUrl: 'https://mycompany.com/myapp.php' });
    const form = (field: (number: number) => string) =>
      Buffer.from(Array.from({ length: 20_000 }, (_, number) => field(100_000 + number)).join('&'));
    const check = (body: Buffer) => isGenuine?.({ headers: {}, body, search: '' }, at(0));
    const [oneName, manyNames] = [form((number) => `a=${number}`), form((number) => `${number}=a`)];
    const slowdown = slowdownTo(() => check(oneName));
    expect(slowdown(() => check(manyNames), 8)).toBeLessThan(8);
  });

  // Of Svix's manual.
  it('are those of Svix’s own example, of one among several', () => {
    const isGenuine = standardWebhook('whsec_plJ3nmyCDGBKInavdOK15jsl', 'svix');
    const headers = {
      'svix-id': 'msg_loFOjxBNrRLzqYUf',
      'svix-timestamp': '1731705121',
      'svix-signature': 'v1,bm9uZQ== v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
    };
    const report = { headers, body: Buffer.from('{"event_type":"ping","data":{"success":true}}'), search: '' };
    expect(isGenuine(report, at(1_731_705_121))).toBe(true);
    expect(isGenuine(report, at(1_731_705_121 + 301))).toBe(false);
    expect(isGenuine({ ...report, body: Buffer.from('{}') }, at(1_731_705_121))).toBe(false);
  });
});

it.each(['toString', '__proto__', 'Other'])('a message of Amazon SNS of no known type is none: %s', async (type) => {
  const settings = {
    name: 'ses',
    url: 'https://email.eu-central-1.amazonaws.com',
    urlSetting: 'MAIL_SES_BASE_URL',
    share: null,
    region: 'eu-central-1',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret',
    configurationSet: 'codes',
    events: 'arn:aws:sns:eu-central-1:123456789012:ses-events',
  } as const;
  const { isGenuine } = sesEvents(settings, async () => LOCALHOST_CERTIFICATE.cert);
  const message = {
    Type: type,
    TopicArn: settings.events,
    Timestamp: at(0).toISOString(),
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem',
  };
  const report = { headers: {}, body: Buffer.from(JSON.stringify(message)), search: '' };
  expect(await isGenuine?.(report, at(0))).toBe(false);
});

describe('certificates of Amazon SNS', () => {
  const ORIGIN = 'https://sns.eu-central-1.amazonaws.com';
  const asked: string[] = [];
  const certificates = () => {
    asked.length = 0;
    return new SnsCertificates(ORIGIN, async (url) => {
      asked.push(url.href);
      return LOCALHOST_CERTIFICATE.cert;
    });
  };

  it.each([
    'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem',
    'https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-01.pem',
    'https://evil.example/SimpleNotificationService-01.pem',
    'https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-01.pem',
    'https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-01.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01.pem',
    'https://bucket.s3.amazonaws.com/SimpleNotificationService-01.pem',
    'https://sns.eu-central-1.amazonaws.com/other/SimpleNotificationService-01.pem',
    'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01.pem?x',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    '',
  ])('are not asked for at %s', async (address) => {
    expect(await certificates().keyAt(address, new Date())).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are asked for once each, and five times a minute at most', async () => {
    const known = certificates();
    const addressOf = (number: number) => `${ORIGIN}/SimpleNotificationService-0${number}.pem`;
    for (let number = 0; number < 9; number += 1) {
      await known.keyAt(addressOf(number), at(0));
      await known.keyAt(addressOf(number), at(1));
    }
    expect(asked).toHaveLength(5);
    expect(await known.keyAt(addressOf(0), at(2))).not.toBeNull();
    expect(await known.keyAt(addressOf(8), at(70))).not.toBeNull();
    expect(asked).toHaveLength(6);
  });
});
