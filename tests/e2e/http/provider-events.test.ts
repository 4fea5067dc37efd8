import { randomUUID } from 'node:crypto';
import type { Reported } from '@gatehouse/sandbox';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { REPORT_GROUPS } from '../../support/notification/report-rows.js';
import { ReportStage } from '../../support/notification/report-stage.js';

const GARBAGE = [
  ...['', ' ', 'null', '[]', '{}', '[[[]]]', '"text"', '{"event":', '\u0000', 'a=b', '[1,null,{"a":{}}]'],
  '{"signature":{"timestamp":{"toString":1}}}',
  `{"signature":{"timestamp":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
];

describe.each(REPORT_GROUPS.map((rows) => [rows.map(({ name }) => name).join(', '), rows] as const))(
  'what is told by %s',
  (_names, rows) => {
    let db: TestDatabase;
    let stage: ReportStage;

    beforeAll(async () => {
      db = await createTestDatabase();
      stage = await ReportStage.open(db, rows);
    });
    afterAll(async () => {
      await stage.close();
      await db.drop();
    });

    describe.each(rows.map((row) => [`${row.name} (${row.channel})`, row] as const))('%s', (_name, row) => {
      it('is recorded with its time and told as an event, each kind once', async () => {
        for (const kind of row.kinds) {
          const id = await stage.sent(row);
          const report = await stage.reportOf(row, [{ kind, deliveryId: id }]);
          expect(await stage.post(row, report)).toMatchObject({ status: 204 });
          expect(await stage.post(row, report)).toMatchObject({ status: 204 });
          expect(await stage.outcomeOf(id)).toEqual({ outcome: kind, kinds: [kind] });
          const type = kind.endsWith('bounced') ? 'bounced' : kind;
          expect(await stage.eventsOf(id)).toEqual([`message.${type}.v1 by ${row.name}`]);
        }
      });

      it('stays at the strongest, in whatever order it comes', async () => {
        const id = await stage.sent(row);
        const told: readonly Reported[] = ['hard-bounced', 'delivered', 'soft-bounced'];
        for (const kind of told) await stage.tell(row, [{ kind, deliveryId: id }]);
        expect(await stage.outcomeOf(id)).toEqual({ outcome: 'hard-bounced', kinds: [...told].toSorted() });
      });

      it('changes nothing where it is forged', async () => {
        const id = await stage.sent(row);
        const events = [{ kind: 'hard-bounced', deliveryId: id }] as const;
        const forged = await stage.reportOf(row, events, { secret: row.other(stage.providerUrl) });
        const answer = await stage.post(row, forged);
        stage.expectRefusal(answer, 401, 'signature-invalid');
        expect(await stage.outcomeOf(id)).toEqual({ outcome: null, kinds: [] });
      });

      it('changes nothing where its signature is too old', async () => {
        const id = await stage.sent(row);
        const events = [{ kind: 'hard-bounced', deliveryId: id }] as const;
        const old = await stage.reportOf(row, events, { now: new Date(Date.now() - ((row.oldest ?? 0) + 60) * 1_000) });
        const { status } = await stage.post(row, old);
        expect(status).toBe(row.oldest === null ? 204 : 401);
        expect((await stage.outcomeOf(id)).outcome).toBe(row.oldest === null ? 'hard-bounced' : null);
      });

      it('changes nothing where it is of another kind, of no message, or of another provider’s', async () => {
        const [id, others] = [await stage.sent(row), await stage.sent({ ...row, name: 'another' })];
        for (const [kind, deliveryId] of [
          ['opened', id],
          ['hard-bounced', others],
          ['hard-bounced', randomUUID()],
        ] as const) {
          expect(await stage.tell(row, [{ kind, deliveryId }])).toMatchObject({ status: 204 });
        }
        expect(await stage.outcomeOf(id)).toEqual({ outcome: null, kinds: [] });
        expect(await stage.outcomeOf(others)).toEqual({ outcome: null, kinds: [] });
      });

      it('is refused where it is larger than 1 MiB', async () => {
        const id = await stage.sent(row);
        const report = await stage.reportOf(row, [{ kind: 'delivered', deliveryId: id }]);
        const answer = await stage.post(row, { ...report, body: report.body + ' '.repeat(1_048_577) });
        stage.expectRefusal(answer, 413, 'body-too-large');
        expect(await stage.outcomeOf(id)).toEqual({ outcome: null, kinds: [] });
      });

      it('is refused without a fault of ours, whatever comes', async () => {
        const { headers } = await stage.reportOf(row, [{ kind: 'delivered', deliveryId: randomUUID() }]);
        for (const body of GARBAGE) {
          const { status } = await stage.post(row, { headers, body });
          expect([204, 400, 401]).toContain(status);
        }
      });
    });

    it('changes nothing where its sender does not show in the headers', async () => {
      for (const row of rows.filter(({ inHeaders }) => inHeaders)) {
        const id = await stage.sent(row);
        const report = await stage.reportOf(row, [{ kind: 'hard-bounced', deliveryId: id }]);
        stage.expectRefusal(await stage.post(row, { ...report, headers: {} }), 401, 'signature-invalid');
        expect(await stage.outcomeOf(id)).toEqual({ outcome: null, kinds: [] });
      }
    });

    it('changes nothing where it tells of another message than was signed', async () => {
      for (const row of rows.filter(({ signsEvents }) => signsEvents)) {
        const [id, other] = [await stage.sent(row), await stage.sent(row)];
        const { body, search, ...report } = await stage.reportOf(row, [{ kind: 'hard-bounced', deliveryId: id }]);
        const swapped = {
          ...report,
          body: body.replaceAll(id, other),
          ...(search !== undefined && { search: search.replace(id, other) }),
        };
        stage.expectRefusal(await stage.post(row, swapped), 401, 'signature-invalid');
        expect(await stage.outcomeOf(other)).toEqual({ outcome: null, kinds: [] });
      }
    });

    it('counts in a batch whatever one of its events is', async () => {
      for (const row of rows.filter(({ isBatched }) => isBatched)) {
        const [one, other] = [await stage.sent(row), await stage.sent(row)];
        const answer = await stage.tell(row, [
          { kind: 'delivered', deliveryId: 'not one of ours' },
          { kind: 'delivered', deliveryId: '00000000-1111-2222-3333-444444444444' },
          { kind: 'delivered', deliveryId: one },
          { kind: 'hard-bounced', deliveryId: randomUUID() },
          { kind: 'hard-bounced', deliveryId: other },
          { kind: 'delivered', deliveryId: other },
        ]);
        expect(answer).toMatchObject({ status: 204 });
        expect(await stage.outcomeOf(one)).toEqual({ outcome: 'delivered', kinds: ['delivered'] });
        expect(await stage.outcomeOf(other)).toEqual({ outcome: 'hard-bounced', kinds: ['delivered', 'hard-bounced'] });
      }
    });
  },
);

describe('a provider that tells nothing', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it.each(['sandbox', 'postmark', 'smtp', 'nobody', '%00', '__proto__'])('is not found: %s', async (name) => {
    const answer = await api.http.post(`/v1/providers/${name}/events`).send('{}');
    api.expectProblem(answer, 404, 'not-found');
  });
});
