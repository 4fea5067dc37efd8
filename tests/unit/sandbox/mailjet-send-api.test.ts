import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';
import { aMail, sendMails } from './calls.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RECEIVED = new Date('2026-03-01T10:00:00.000Z');

describe('the Send API v3.1 of the stand-in', () => {
  const { app, store, counts } = createSandbox({ now: () => RECEIVED });
  const kept = () => store.list({ limit: 100 });
  beforeEach(() => store.clear());

  describe('a good mail', () => {
    it('is answered with a receipt for its recipient', async () => {
      const { body } = await sendMails(app, aMail({ CustomID: 'delivery-1' })).expect(200);

      expect(body).toEqual({
        Messages: [
          {
            Status: 'success',
            CustomID: 'delivery-1',
            To: [
              {
                Email: 'ada@example.com',
                MessageUUID: expect.stringMatching(UUID),
                MessageID: expect.any(Number),
                MessageHref: expect.stringContaining('/api/messages/'),
              },
            ],
            Cc: [],
            Bcc: [],
          },
        ],
      });
    });

    it('is kept whole, with its custom id and its headers', async () => {
      await sendMails(app, aMail({ CustomID: 'delivery-1', Headers: { 'X-Entity-Ref-ID': '7' } })).expect(200);

      expect(kept()).toEqual([
        {
          id: expect.stringMatching(UUID),
          channel: 'mail',
          provider: 'mailjet',
          from: 'no-reply@acme.example',
          fromName: 'Acme',
          to: 'ada@example.com',
          toName: 'Ada',
          subject: 'Your code',
          text: 'Hello Ada,\n\n0042\n\nIt is good for one minute.\n',
          html: '<p>0042</p>',
          customId: 'delivery-1',
          headers: { 'X-Entity-Ref-ID': '7' },
          receivedAt: '2026-03-01T10:00:00.000Z',
        },
      ]);
    });

    it('gets a MessageID longer than a JavaScript number holds, as from Mailjet', async () => {
      const { text } = await sendMails(app, aMail()).expect(200);

      expect(text).toMatch(/"MessageID":\d{19},/);
    });

    it('has a MessageHref that leads to it', async () => {
      const { body } = await sendMails(app, aMail()).expect(200);
      const { MessageHref, MessageUUID } = body.Messages[0].To[0];

      const found = await request(app).get(new URL(MessageHref).pathname).expect(200);

      expect(found.body).toMatchObject({ id: MessageUUID, to: 'ada@example.com' });
    });

    it('is kept once for each recipient, however often one is named', async () => {
      const { body } = await sendMails(
        app,
        aMail({
          Cc: [{ Email: 'grace@example.com' }, { Email: 'ADA@example.com' }],
          Bcc: [{ Email: 'alan@example.com' }],
        }),
      ).expect(200);

      expect(kept().map(({ to }) => to)).toEqual(['alan@example.com', 'grace@example.com', 'ada@example.com']);
      expect(body.Messages[0].Cc).toHaveLength(1);
      expect(body.Messages[0].Bcc).toHaveLength(1);
    });

    it('is judged but not kept in SandboxMode', async () => {
      const { body } = await request(app)
        .post('/v3.1/send')
        .auth('key', 'secret')
        .send({ SandboxMode: true, Messages: [aMail()] })
        .expect(200);

      expect(body.Messages[0]).toMatchObject({ Status: 'success', To: [{ MessageUUID: '', MessageID: 0 }] });
      expect(kept()).toEqual([]);
    });
  });

  it('answers several messages in their order, takes the good ones and says 400 when one is not', async () => {
    const before = counts.read().mail;
    const { body } = await sendMails(app, aMail(), aMail({ To: [] }), aMail({ CustomID: 'third' })).expect(400);

    expect(body.Messages).toMatchObject([
      { Status: 'success' },
      { Status: 'error' },
      { Status: 'success', CustomID: 'third' },
    ]);
    expect(kept()).toHaveLength(2);
    const after = counts.read().mail;
    expect(after.received - before.received).toBe(3);
    expect(after.accepted - before.accepted).toBe(2);
    expect(after.refused - before.refused).toBe(1);
  });

  it.each([
    ['no sender', { From: undefined }, 'mj-0003', ['From']],
    ['a sender without an address', { From: { Name: 'Acme' } }, 'mj-0003', ['From.Email']],
    ['a sender that is a string', { From: 'a@example.com' }, 'mj-0004', ['From']],
    ['no recipients', { To: undefined }, 'mj-0003', ['To']],
    ['an empty list of recipients', { To: [] }, 'mj-0007', ['To']],
    ['recipients that are no list', { To: { Email: 'ada@example.com' } }, 'mj-0004', ['To']],
    ['an empty address', { To: [{ Email: '' }] }, 'mj-0012', ['To[0].Email']],
    ['an address without a domain', { To: [{ Email: 'ada' }] }, 'mj-0013', ['To[0].Email']],
    ['an address with a dot before the @', { To: [{ Email: 'ada.@example.com' }] }, 'mj-0013', ['To[0].Email']],
    ['a local part that needs SMTPUTF8', { To: [{ Email: 'zoë@example.com' }] }, 'mj-0013', ['To[0].Email']],
    ['a line feed in an address', { To: [{ Email: 'ada@example.com\nx' }] }, 'mj-0013', ['To[0].Email']],
    ['a second bad address', { Cc: [{ Email: 'a@example.com' }, { Email: 'b' }] }, 'mj-0013', ['Cc[1].Email']],
    ['a name that is a number', { To: [{ Email: 'a@example.com', Name: 1 }] }, 'mj-0004', ['To[0].Name']],
    [
      'more than 50 recipients',
      { To: Array.from({ length: 51 }, (_, index) => ({ Email: `a${index}@example.com` })) },
      'send-0015',
      ['To', 'CC', 'Bcc'],
    ],
    ['a subject of 256 characters', { Subject: 'x'.repeat(256) }, 'mj-0006', ['Subject']],
    ['a subject that is a number', { Subject: 1 }, 'mj-0004', ['Subject']],
    ['no content', { TextPart: undefined, HTMLPart: undefined }, 'send-0003', ['HTMLPart', 'TextPart', 'TemplateID']],
    [
      'a header with a property of its own',
      { Headers: { 'Message-Id': '<1@a>' } },
      'send-0011',
      ['Headers["Message-Id"]'],
    ],
    ['a header that is a number', { Headers: { 'X-Try': 1 } }, 'mj-0004', ['Headers["X-Try"]']],
    ['an unknown way to track', { TrackClicks: 'sometimes' }, 'mj-0005', ['TrackClicks']],
  ])('refuses %s', async (_what, change, code, relatedTo) => {
    const { body } = await sendMails(app, aMail(change)).expect(400);

    expect(body.Messages).toEqual([
      {
        Status: 'error',
        Errors: [
          {
            ErrorIdentifier: expect.stringMatching(UUID),
            ErrorCode: code,
            StatusCode: 400,
            ErrorMessage: expect.any(String),
            ErrorRelatedTo: relatedTo,
          },
        ],
      },
    ]);
    expect(kept()).toEqual([]);
  });

  it('names every fault of a message at once', async () => {
    const { body } = await sendMails(app, {}).expect(400);

    const codes = body.Messages[0].Errors.map(({ ErrorCode }: { ErrorCode: string }) => ErrorCode);
    expect(codes).toEqual(['mj-0003', 'mj-0003', 'send-0003']);
  });

  it.each([
    ['broken JSON', '{"Messages": [', 'mj-0002'],
    ['a body that is no object', '[]', 'mj-0002'],
    ['a property that Mailjet does not know', '{"Messages":[{"from":{}}]}', 'mj-0002'],
    ['no messages', '{}', 'mj-0003'],
    ['an empty list of messages', '{"Messages":[]}', 'mj-0007'],
    ['more than 50 messages', JSON.stringify({ Messages: Array.from({ length: 51 }, () => aMail()) }), 'mj-0008'],
  ])('refuses the whole call for %s', async (_what, call, code) => {
    const { body } = await request(app).post('/v3.1/send').auth('key', 'secret').type('json').send(call).expect(400);

    expect(body).toMatchObject({ ErrorIdentifier: expect.stringMatching(UUID), ErrorCode: code, StatusCode: 400 });
    expect(kept()).toEqual([]);
  });

  it('refuses a call larger than its attachments could make it', async () => {
    const { body } = await sendMails(app, aMail({ TextPart: 'x'.repeat(21 * 1024 * 1024) })).expect(400);

    expect(body).toMatchObject({ ErrorCode: 'mj-0011', StatusCode: 400 });
  });

  it.each([
    ['none', undefined],
    ['another scheme', 'Bearer abc'],
    ['an empty key', `Basic ${btoa(':secret')}`],
    ['an empty secret', `Basic ${btoa('key:')}`],
    ['no colon', `Basic ${btoa('key')}`],
    ['no Base64', 'Basic ???'],
  ])('asks for credentials when given %s', async (_what, authorization) => {
    const call = request(app)
      .post('/v3.1/send')
      .send({ Messages: [aMail()] });
    const { body } = await (authorization === undefined ? call : call.set('Authorization', authorization)).expect(401);

    expect(body).toMatchObject({
      ErrorIdentifier: expect.stringMatching(UUID),
      StatusCode: 401,
      ErrorMessage: expect.stringContaining('API key authentication/authorization failure'),
    });
    expect(kept()).toEqual([]);
  });

  it('lets only the configured key in when there is one', async () => {
    const guarded = createSandbox({ mailCredentials: { user: 'key', password: 'a:b' } });
    const call = (user: string, password: string) =>
      request(guarded.app)
        .post('/v3.1/send')
        .auth(user, password)
        .send({ Messages: [aMail()] });

    await call('key', 'a:b').expect(200);
    await call('key', 'other').expect(401);
    await call('other', 'a:b').expect(401);
  });

  it('knows no other method', async () => {
    const { headers } = await request(app).get('/v3.1/send').auth('key', 'secret').expect(405);

    expect(headers['allow']).toBe('POST');
  });

  it('says in every answer that it is a stand-in', async () => {
    const { headers } = await sendMails(app, aMail());

    expect(headers['gatehouse-sandbox']).toBe('stand-in, nothing is delivered');
  });
});
