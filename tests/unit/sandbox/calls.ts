import type { RequestListener } from 'node:http';
import request, { type Test } from 'supertest';

export const ACCOUNT = 'AC00000000000000000000000000000001';

export const aMail = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  From: { Email: 'no-reply@acme.example', Name: 'Acme' },
  To: [{ Email: 'ada@example.com', Name: 'Ada' }],
  Subject: 'Your code',
  TextPart: 'Hello Ada,\n\n0042\n\nIt is good for one minute.\n',
  HTMLPart: '<p>0042</p>',
  ...changes,
});

/** Sends mails as the Send API v3.1 wants them. */
export const sendMails = (to: RequestListener | string, ...mails: unknown[]): Test =>
  request(to).post('/v3.1/send').auth('key', 'secret').send({ Messages: mails });

export const anSms = (changes: Record<string, string> = {}): Record<string, string> => ({
  To: '+33612345678',
  From: '+15005550006',
  Body: 'Your code is\n482913',
  ...changes,
});

/** Sends an SMS as the Messages resource wants it. */
export const sendSms = (to: RequestListener | string, form: Record<string, string> = anSms()): Test =>
  request(to).post(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`).auth(ACCOUNT, 'token').type('form').send(form);
