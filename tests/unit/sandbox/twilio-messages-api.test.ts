import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';
import { countSegments } from '../../../apps/sandbox/twilio/twilio-contract.js';
import { ACCOUNT, anSms, sendSms } from './calls.js';

const SID = /^SM[0-9a-f]{32}$/;
const RECEIVED = new Date('2026-03-01T10:00:00.000Z');
const SERVICE = `MG${'0'.repeat(32)}`;

describe('the Messages resource of the stand-in', () => {
  const { app, store } = createSandbox({ now: () => RECEIVED });
  const kept = () => store.list({ limit: 100 });
  beforeEach(() => store.clear());

  it('answers a good SMS with 201 and the resource', async () => {
    const { body } = await sendSms(app).expect(201);

    expect(body).toEqual({
      account_sid: ACCOUNT,
      api_version: '2010-04-01',
      body: 'Your code is\n482913',
      date_created: 'Sun, 01 Mar 2026 10:00:00 +0000',
      date_sent: null,
      date_updated: 'Sun, 01 Mar 2026 10:00:00 +0000',
      direction: 'outbound-api',
      error_code: null,
      error_message: null,
      from: '+15005550006',
      messaging_service_sid: null,
      num_media: '0',
      num_segments: '1',
      price: null,
      price_unit: 'USD',
      sid: expect.stringMatching(SID),
      status: 'queued',
      subresource_uris: { media: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${body.sid}/Media.json` },
      to: '+33612345678',
      uri: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${body.sid}.json`,
    });
  });

  it('keeps it under its sid', async () => {
    const { body } = await sendSms(app).expect(201);

    expect(store.find(body.sid)).toMatchObject({
      channel: 'sms',
      provider: 'twilio',
      from: '+15005550006',
      to: '+33612345678',
      text: 'Your code is\n482913',
      html: null,
      subject: null,
      receivedAt: '2026-03-01T10:00:00.000Z',
    });
  });

  it('accepts a name and a messaging service as the sender', async () => {
    await sendSms(app, anSms({ From: 'Gatehouse' })).expect(201);
    const { body } = await sendSms(app, anSms({ From: '', MessagingServiceSid: SERVICE })).expect(201);

    expect(body).toMatchObject({ status: 'accepted', from: null, messaging_service_sid: SERVICE, num_segments: '0' });
  });

  it.each([
    ['no recipient', { To: '' }, 21604],
    ['a recipient that is no number', { To: 'ada' }, 21211],
    ['a recipient without its country', { To: '0612345678' }, 21211],
    ['a recipient of 16 digits', { To: '+1234567890123456' }, 21211],
    ['no sender', { From: '' }, 21603],
    ['a sender of 12 letters', { From: 'GatehouseXYZ' }, 21212],
    ['a messaging service that is none', { MessagingServiceSid: 'MG1' }, 21701],
    ['no body', { Body: '' }, 21602],
    ['a body of 1601 characters', { Body: 'x'.repeat(1601) }, 21617],
    ['the magic invalid recipient', { To: '+15005550001' }, 21211],
    ['the magic unreachable recipient', { To: '+15005550002' }, 21612],
    ['the magic recipient of a closed country', { To: '+15005550003' }, 21408],
    ['the magic recipient who opted out', { To: '+15005550004' }, 21610],
    ['the magic recipient without SMS', { To: '+15005550009' }, 21614],
    ['the magic invalid sender', { From: '+15005550001' }, 21212],
    ['the magic sender of somebody else', { From: '+15005550007' }, 21606],
    ['the magic sender with a full queue', { From: '+15005550008' }, 21611],
  ])('refuses %s', async (_what, change, code) => {
    const { body } = await sendSms(app, anSms(change)).expect(400);

    expect(body).toEqual({
      code,
      message: expect.any(String),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status: 400,
    });
    expect(kept()).toEqual([]);
  });

  it('refuses JSON, for want of a form', async () => {
    const { body } = await request(app)
      .post(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)
      .auth(ACCOUNT, 'token')
      .send(anSms())
      .expect(400);

    expect(body.code).toBe(21604);
  });

  it('asks for credentials', async () => {
    const path = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
    const { body } = await request(app).post(path).type('form').send(anSms()).expect(401);

    expect(body).toMatchObject({ code: 20003, status: 401 });
    await request(app).post(path).auth(ACCOUNT, '').type('form').send(anSms()).expect(401);
  });

  it('lets only the configured account in when there is one', async () => {
    const guarded = createSandbox({ smsCredentials: { user: ACCOUNT, password: 'token' } });

    await sendSms(guarded.app).expect(201);
    await sendSms(guarded.app).auth(ACCOUNT, 'other').expect(401);
  });

  it.each([
    ['an empty text', '', 1],
    ['160 GSM-7 characters', 'x'.repeat(160), 1],
    ['161 GSM-7 characters', 'x'.repeat(161), 2],
    ['80 euro signs, which count twice', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['70 characters outside GSM-7', 'ç'.repeat(70), 1],
    ['71 characters outside GSM-7', 'ç'.repeat(71), 2],
    ['36 emoji of two UTF-16 units', '😀'.repeat(36), 2],
  ])('counts %s as Twilio does', (_what, text, segments) => {
    expect(countSegments(text)).toBe(segments);
  });
});
