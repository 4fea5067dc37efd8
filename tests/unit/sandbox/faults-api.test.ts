import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';
import { aMail, sendMails } from './calls.js';

describe('/api/faults', () => {
  const { app, faults } = createSandbox();
  const put = (body: unknown) => request(app).put('/api/faults').type('json').send(JSON.stringify(body));
  beforeEach(() => faults.clear());

  it('takes a list of rules, fills in how often they apply and shows them', async () => {
    const rules = [
      { behaviour: { type: 'status', status: 500 } },
      { channel: 'mail', to: 'ada@example.com', times: 'always', behaviour: { type: 'delay', ms: 50 } },
    ];
    const put1 = await put(rules).expect(200);
    const shown = await request(app).get('/api/faults').expect(200);

    expect(put1.body).toEqual({ rules: [{ ...rules[0], times: 1 }, rules[1]] });
    expect(shown.body).toEqual(put1.body);
  });

  it('takes the form that it shows', async () => {
    const rules = [{ times: 2, behaviour: { type: 'hang' } }];

    expect((await put({ rules }).expect(200)).body).toEqual({ rules });
  });

  it('replaces all rules, and forgets them when asked', async () => {
    await put([{ behaviour: { type: 'hang' } }]).expect(200);
    await put([{ behaviour: { type: 'garbage' } }]).expect(200);
    expect(faults.rules).toEqual([{ times: 1, behaviour: { type: 'garbage' } }]);

    await request(app).delete('/api/faults').expect(204);
    expect(faults.rules).toEqual([]);
  });

  it('takes what curl -d sends', async () => {
    const body = '[{"behaviour":{"type":"status","status":500}}]';
    await request(app).put('/api/faults').type('application/x-www-form-urlencoded').send(body).expect(200);

    await sendMails(app, aMail()).expect(500);
  });

  const behaviour = { type: 'hang' };
  it.each([
    ['a number', 7, ['']],
    ['an object without rules', {}, ['/rules']],
    ['more than 100 rules', Array.from({ length: 101 }, () => ({ behaviour })), ['']],
    ['a rule that is no object', [behaviour, 'hang'], ['/0/behaviour', '/0/type', '/1']],
    ['a rule without behaviour', [{ times: 2 }], ['/0/behaviour']],
    ['a field that is not known', [{ 'what/ever': 1, behaviour }], ['/0/what~1ever']],
    ['an unknown channel', [{ channel: 'fax', behaviour }], ['/0/channel']],
    ['an empty recipient', [{ to: ' ', behaviour }], ['/0/to']],
    ['no times at all', [{ times: 0, behaviour }], ['/0/times']],
    ['times that are half', [{ times: 1.5, behaviour }], ['/0/times']],
    ['an unknown behaviour', [{ behaviour: { type: 'explode' } }], ['/0/behaviour/type']],
    ['a behaviour named like a method', [{ behaviour: { type: 'toString' } }], ['/0/behaviour/type']],
    ['a status that is none', [{ behaviour: { type: 'status', status: 99 } }], ['/0/behaviour/status']],
    ['a status fault without status', [{ behaviour: { type: 'status' } }], ['/0/behaviour/status']],
    [
      'a Retry-After that would break the answer',
      [{ behaviour: { type: 'status', status: 429, retryAfter: '1\r\nX: y' } }],
      ['/0/behaviour/retryAfter'],
    ],
    ['a delay without length', [{ behaviour: { type: 'delay' } }], ['/0/behaviour/ms']],
    ['a delay of hours', [{ behaviour: { type: 'delay', ms: 3_600_000 } }], ['/0/behaviour/ms']],
    ['a redirect to nowhere', [{ behaviour: { type: 'redirect', location: '' } }], ['/0/behaviour/location']],
    ['a field of another behaviour', [{ behaviour: { type: 'hang', ms: 5 } }], ['/0/behaviour/ms']],
    [
      'several mistakes, each of them',
      {
        rules: [
          { times: 1, behaviour },
          { to: 1, times: 'often', behaviour: { type: 'delay', ms: -1 } },
        ],
      },
      ['/rules/1/to', '/rules/1/times', '/rules/1/behaviour/ms'],
    ],
  ])('refuses %s, pointing at it', async (_what, body, pointers) => {
    faults.replace([{ times: 1, behaviour: { type: 'garbage' } }]);
    const { body: problem, type } = await put(body).expect(400);

    expect(type).toBe('application/problem+json');
    expect(problem).toMatchObject({ status: 400, title: 'Bad Request', code: 'faults-invalid' });
    expect(problem.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    expect(faults.rules).toEqual([{ times: 1, behaviour: { type: 'garbage' } }]);
  });

  it('refuses broken JSON and a body that is too large', async () => {
    const broken = await request(app).put('/api/faults').type('json').send('[{').expect(400);
    expect(broken.body).toMatchObject({ status: 400, code: 'request-invalid' });

    const large = await put([{ to: 'x'.repeat(300_000), behaviour }]).expect(413);
    expect(large.body).toMatchObject({ status: 413, code: 'body-too-large' });
  });
});
