import { ADA, type BothProofsStage, NOON, OTHER_PHONE, PHONE, refused } from './stage.js';

/** What a sign-up requires, answers and sends. */
export const signUp = (stage: BothProofsStage): void => {
  const { harness, counts } = stage;

  describe('at sign-up', () => {
    it('asks for the number, and takes those alone that it sends messages to', async () => {
      const { phone: _, ...nameless } = ADA;
      for (const phone of [undefined, null]) {
        expect(await harness().signUp({ ...nameless, ...(phone === null && { phone }) })).toMatchObject({
          error: { code: 'validation-failed', errors: [{ pointer: '/phone', code: 'field-required' }] },
        });
      }
      for (const phone of ['+8801712345678', '+870773111632']) {
        expect(await harness().signUp({ ...ADA, phone })).toMatchObject({
          error: { code: 'validation-failed', errors: [{ pointer: '/phone', code: 'phone-country-refused' }] },
        });
      }
      expect(await harness().signUp({ ...ADA, phone: '+33899123456' })).toMatchObject({
        error: { code: 'validation-failed', errors: [{ pointer: '/phone', code: 'phone-type-refused' }] },
      });
      expect(await harness().signUp(ADA, { application: 'silent' })).toMatchObject({
        error: { errors: [{ pointer: '/phone', code: 'phone-country-refused' }] },
      });
      expect(await counts()).toEqual({ users: 0, mails: 0, texts: 0 });
      expect(await stage.db.sql`select from gatehouse.throttles`).toHaveLength(0);
    });

    it('names a bad number once, with all other faults', async () => {
      expect(await harness().signUp({ email: 'ada@', password: 'short', phone: '12' })).toMatchObject({
        error: {
          errors: [
            { pointer: '/email', code: 'email-invalid' },
            { pointer: '/password', code: 'password-too-short' },
            { pointer: '/phone', code: 'phone-invalid' },
          ],
        },
      });
    });

    it('answers what must be proven, and writes both codes and their events with the registration', async () => {
      const answer = await harness().signUp(ADA);
      expect(answer).toMatchObject({
        ok: true,
        value: {
          profile: { state: 'pending', phone: PHONE, phoneVerified: false },
          activation: {
            codeLength: 4,
            lifeSeconds: 60,
            delivery: 'queued',
            phone: { codeLength: 6, lifeSeconds: 300, delivery: 'queued' },
          },
        },
      });
      const codes = await stage.db.sql`
        select purpose, channel, target, digits, number from gatehouse.activation_codes order by purpose`;
      expect([...codes]).toEqual([
        { purpose: 'activation', channel: 'mail', target: null, digits: 4, number: 1 },
        { purpose: 'phone', channel: 'sms', target: PHONE, digits: 6, number: 1 },
      ]);
      const events = await stage.db.sql`
        select type, data->>'channel' as channel, data->>'sendAfter' as "sendAfter", xmin::text as transaction
        from gatehouse.event_log order by position`;
      expect(events.map(({ type, channel }) => `${type} ${channel}`)).toEqual([
        'user.registered.v1 null',
        'activation-code.issued.v1 mail',
        'activation-code.issued.v1 sms',
      ]);
      expect(new Set(events.map(({ transaction }) => transaction)).size).toBe(1);
      expect(JSON.stringify(events)).not.toContain(PHONE);
    });

    it('puts off the mail and the SMS by the gap of each of their recipients', async () => {
      await harness().register(ADA);
      await stage.db.advance(10_000);
      await harness().register({ ...ADA, email: 'bob@example.org' });
      const rows = await stage.db.sql<{ channel: string; wait: number }[]>`
        select data->>'channel' as channel, extract(epoch from (data->>'sendAfter')::timestamptz - ${NOON})::int as wait
        from gatehouse.event_log where type = 'activation-code.issued.v1' order by position`;
      expect(rows.map(({ channel, wait }) => `${channel} ${wait}`)).toEqual(['mail 0', 'sms 0', 'mail 10', 'sms 30']);
    });

    it('counts both messages for the network, and needs room for both', async () => {
      const network = '192.0.2.1';
      const fill = (size: number) => stage.db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
        values ('default', 'messages-by-network', ${network}, array_fill(${NOON}::timestamptz, array[${size}::int]))
        on conflict (application, bucket, key) do update set hits = excluded.hits`;
      await fill(28);
      expect(await harness().signUp(ADA, { network })).toMatchObject({ ok: true });
      const [row] = await stage.db
        .sql`select cardinality(hits) as size from gatehouse.throttles where key = ${network}`;
      expect(row).toEqual({ size: 30 });
      await fill(29);
      expect(await harness().signUp({ ...ADA, email: 'bob@example.org', phone: OTHER_PHONE }, { network })).toEqual({
        ok: false,
        error: { code: 'throttled', retryAfterSeconds: 3_600 },
      });
    });

    it('refuses the sixth message of an hour to one phone, whatever the address', async () => {
      for (let turn = 0; turn < 5; turn += 1) await harness().register({ ...ADA, email: `ada${turn}@example.org` });
      expect(await harness().signUp({ ...ADA, email: 'bob@example.org' })).toEqual(refused('throttled'));
      expect(await harness().signUp({ ...ADA, email: 'bob@example.org', phone: OTHER_PHONE })).toMatchObject({
        ok: true,
      });
    });

    it('stays within the application’s messages of a day, and writes nothing by halves, however many come at once', async () => {
      const context = { application: 'thrifty' };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          harness(turn).signUp({ ...ADA, email: `ada${turn}@example.org`, phone: `+336123456${10 + turn}` }, context),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
      expect(await counts()).toEqual({ users: 2, mails: 2, texts: 2 });
      expect(await harness().signUp({ ...ADA, email: 'late@example.org' }, context)).toEqual({
        ok: false,
        error: { code: 'throttled', retryAfterSeconds: 86_400 },
      });
    });

    it('and one that does not require it sends no SMS', async () => {
      const answer = await harness().signUp(ADA, { application: 'easy' });
      expect(answer).toMatchObject({ ok: true, value: { activation: { phone: null } } });
      expect(await counts()).toEqual({ users: 1, mails: 1, texts: 0 });
    });
  });
};
