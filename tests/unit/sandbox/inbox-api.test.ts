import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';
import { aMail, anSms, sendMails, sendSms } from './calls.js';

const RECEIVED = new Date('2026-03-01T10:00:00.000Z');

describe('the inbox API', () => {
  const sandbox = createSandbox({ now: () => RECEIVED });
  const { app } = sandbox;
  const get = (path: string) => request(app).get(path);
  const mailTo = (Email: string, changes = {}) => sendMails(app, aMail({ To: [{ Email }], ...changes })).expect(200);
  beforeEach(() => {
    sandbox.store.clear();
    sandbox.faults.clear();
  });

  describe('/api/messages', () => {
    it('shows what was sent to one recipient, newest first, with the code to copy', async () => {
      await mailTo('ada@example.com', { CustomID: 'first' });
      await mailTo('grace@example.com');
      await mailTo('ada@example.com', { CustomID: 'second', TextPart: 'no code' });

      const { body } = await get('/api/messages?to=ada@example.com').expect(200);

      expect(body.kept).toBe(3);
      expect(body.messages).toMatchObject([
        { customId: 'second', code: null },
        {
          channel: 'mail',
          provider: 'mailjet',
          from: 'no-reply@acme.example',
          to: 'ada@example.com',
          subject: 'Your code',
          text: 'Hello Ada,\n\n0042\n\nIt is good for one minute.\n',
          html: '<p>0042</p>',
          customId: 'first',
          receivedAt: '2026-03-01T10:00:00.000Z',
          code: '0042',
        },
      ]);
    });

    it('finds a plus in a recipient, encoded or not', async () => {
      await mailTo('ada+test@example.com');
      await sendSms(app, anSms()).expect(201);

      for (const to of ['ada+test@example.com', 'ada%2Btest@example.com', '+33612345678', '%2B33612345678']) {
        const { body } = await get(`/api/messages?to=${to}`).expect(200);
        expect(body.messages).toHaveLength(1);
      }
    });

    it('searches, filters and limits', async () => {
      await mailTo('ada@example.com');
      await mailTo('ada@example.org');
      await sendSms(app, anSms()).expect(201);
      const recipients = async (query: string) =>
        (await get(`/api/messages?${query}`).expect(200)).body.messages.map(({ to }: { to: string }) => to);

      expect(await recipients('')).toEqual(['+33612345678', 'ada@example.org', 'ada@example.com']);
      expect(await recipients('search=ADA')).toEqual(['ada@example.org', 'ada@example.com']);
      expect(await recipients('search=ada&limit=1')).toEqual(['ada@example.org']);
      expect(await recipients('channel=sms')).toEqual(['+33612345678']);
      expect(await recipients('to=nobody@example.com')).toEqual([]);
    });

    it('summarises for lists, without the parts', async () => {
      await mailTo('ada@example.com');

      const { body } = await get('/api/messages?view=summary').expect(200);

      expect(body.messages).toEqual([
        {
          id: expect.any(String),
          channel: 'mail',
          from: 'no-reply@acme.example',
          to: 'ada@example.com',
          subject: 'Your code',
          preview: 'Hello Ada, 0042 It is good for one minute.',
          code: '0042',
          receivedAt: '2026-03-01T10:00:00.000Z',
        },
      ]);
    });

    it.each(['limit=0', 'limit=1001', 'limit=x', 'channel=fax', 'view=all'])('refuses %s', async (query) => {
      const { body, type } = await get(`/api/messages?${query}`).expect(400);

      expect(type).toBe('application/problem+json');
      expect(body).toMatchObject({ status: 400, code: 'query-invalid' });
    });

    it('is emptied by DELETE, which leaves the counts', async () => {
      await mailTo('ada@example.com');
      const before = (await get('/api/stats')).body;

      await request(app).delete('/api/messages').expect(204);

      expect((await get('/api/messages')).body).toEqual({ messages: [], kept: 0 });
      expect((await get('/api/stats')).body).toEqual({ ...before, kept: 0 });
    });
  });

  describe('/api/messages/{id}', () => {
    it('shows one message', async () => {
      const sent = await mailTo('ada@example.com');
      const id = sent.body.Messages[0].To[0].MessageUUID;

      const { body } = await get(`/api/messages/${id}`).expect(200);

      expect(body).toMatchObject({ id, to: 'ada@example.com', code: '0042' });
    });

    it('shows its HTML where it can run, fetch and reach nothing', async () => {
      const hostile = '<script>alert(1)</script><img src="https://example.com/pixel"><p>Hello</p>';
      const sent = await mailTo('ada@example.com', { HTMLPart: hostile });
      const id = sent.body.Messages[0].To[0].MessageUUID;

      const { text, type, headers } = await get(`/api/messages/${id}/html`).expect(200);

      expect(type).toBe('text/html');
      expect(text).toBe(hostile);
      const policy = headers['content-security-policy'];
      expect(policy).toContain('sandbox allow-popups');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    });

    it('is 404 for a message that is not kept, and for a part that it does not have', async () => {
      const sms = await sendSms(app).expect(201);

      for (const path of ['no-such-id', 'no-such-id/html', `${sms.body.sid}/html`]) {
        const { body } = await get(`/api/messages/${path}`).expect(404);
        expect(body).toMatchObject({ status: 404, code: 'message-unknown' });
      }
    });
  });

  it('/api/stats counts what came, what was taken and what was not', async () => {
    const fresh = createSandbox();
    await sendMails(fresh.app, aMail(), aMail({ To: [] })).expect(400);
    await sendMails(fresh.app, aMail()).unset('Authorization').expect(401);
    await sendSms(fresh.app).expect(201);
    fresh.faults.replace([{ times: 1, behaviour: { type: 'status', status: 500 } }]);
    await sendSms(fresh.app).expect(500);

    const { body } = await request(fresh.app).get('/api/stats').expect(200);

    expect(body).toEqual({
      received: 5,
      accepted: 2,
      refused: 3,
      mail: { received: 3, accepted: 1, refused: 2 },
      sms: { received: 2, accepted: 1, refused: 1 },
      kept: 2,
    });
  });

  it('is never cached', async () => {
    const { headers } = await get('/api/messages');

    expect(headers['cache-control']).toBe('no-store');
  });

  it('answers a route that it does not have with a problem', async () => {
    const { body, type } = await get('/api/nothing').expect(404);

    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 404, code: 'route-unknown' });
  });
});
