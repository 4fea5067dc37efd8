import { brevoEvents } from '../../../libs/notification/adapters/brevo/brevo-events.js';
import type { Report, ReportContract } from '../../../libs/notification/adapters/events/report-contract.js';
import { resendEvents } from '../../../libs/notification/adapters/resend/resend-events.js';
import { sesEvents } from '../../../libs/notification/adapters/ses/ses-events.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const ID = '0197a000-0000-7000-8000-000000000001';
const SECRET = `whsec_${'c2VjcmV0'.repeat(4)}`;

const reportOf = (body: object): Report => ({ headers: {}, search: '', body: Buffer.from(JSON.stringify(body)) });

const ses = sesEvents(
  {
    name: 'ses',
    url: 'https://email.eu-central-1.amazonaws.com',
    urlSetting: 'MAIL_SES_BASE_URL',
    share: null,
    region: 'eu-central-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    configurationSet: '',
    events: 'arn:aws:sns:eu-central-1:123456789012:ses-events',
  },
  () => Promise.reject(new Error('Nothing is fetched here')),
);
const rejected = { eventType: 'Reject', mail: { tags: { delivery: [ID] } }, reject: { reason: 'Bad content' } };

it.each<[string, ReportContract, object, string | null]>([
  [
    'Resend',
    resendEvents({ events: SECRET }),
    { type: 'email.failed', created_at: NOW.toISOString(), data: { tags: { delivery: ID } } },
    null,
  ],
  [
    'Brevo',
    brevoEvents({ events: 'secret' }),
    { event: 'error', ts_event: NOW.getTime() / 1_000, 'X-Mailin-custom': ID },
    null,
  ],
  ['SES', ses, { Type: 'Notification', Message: JSON.stringify(rejected) }, 'rejected'],
])('a mail that %s accepts and then gives up has bounced, and shuts nobody out', async (_, contract, body, reason) => {
  expect(await contract.read(reportOf(body), NOW)).toEqual([
    { deliveryId: ID, outcome: 'soft-bounced', at: NOW.toISOString(), reason },
  ]);
});

it.each([
  ['abuse', 1],
  ['not-spam', 0],
])('a complaint to SES of the kind %s counts %d times', async (complaintFeedbackType, times) => {
  const complaint = { ...rejected, eventType: 'Complaint', complaint: { complaintFeedbackType } };
  const told = await ses.read(reportOf({ Type: 'Notification', Message: JSON.stringify(complaint) }), NOW);
  expect(told).toHaveLength(times);
});
