import { standardWebhook } from '../../../libs/notification/adapters/events/standard-webhook.js';
import { sendgridEvents } from '../../../libs/notification/adapters/sendgrid/sendgrid-events.js';
import { SnsCertificates } from '../../../libs/notification/adapters/ses/sns-certificates.js';
import { twilioEvents } from '../../../libs/notification/adapters/twilio/twilio-events.js';
import { LOCALHOST_CERTIFICATE } from '../../support/notification/localhost-certificate.js';

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
