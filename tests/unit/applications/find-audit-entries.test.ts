import { type QueryContext, queryWith } from '@gatehouse/kernel';
import { FindAuditEntriesHandler } from '../../../libs/applications/application/audit/find-audit-entries.js';
import type { AuditLog } from '../../../libs/applications/application/ports/audit-log.js';
import { type AuditEntry, FindAuditEntries } from '../../../libs/applications/contract/queries/find-audit-entries.js';
import { BY_OPERATOR, SHOP } from '../../support/applications/applications-stage.js';

const entry = (position: number, application: string): AuditEntry => ({
  position: String(position),
  at: '2026-05-01T12:00:00.000Z',
  application,
  act: 'key.revoked',
  subject: 'key',
  details: {},
  administrator: { kind: 'operator', id: null, application: 'default' },
  network: null,
  requestId: 'request-1',
});

/** 240 entries, every other one of them the shop's. */
const log: AuditLog = {
  page: async ({ application, after, isLatestFirst, limit }) => {
    const all = Array.from({ length: 240 }, (_, index) => entry(index + 1, index % 2 === 0 ? 'shop' : 'garden'));
    const ordered = isLatestFirst ? all.toReversed() : all;
    const behind = ordered.slice(ordered.findIndex(({ position }) => position === after) + 1);
    return behind.filter((one) => application === null || one.application === application).slice(0, limit);
  },
};

describe('the audit log', () => {
  const find = async (fields: Partial<FindAuditEntries>, context: QueryContext = SHOP) => {
    const answer = await new FindAuditEntriesHandler({ log }).execute(queryWith(FindAuditEntries, fields), context);
    if (!answer.ok) return answer.error;
    const { entries, nextAfter } = answer.value;
    return { positions: entries.map(({ position }) => position), nextAfter };
  };

  it('has what was done in the application, a hundred entries at once', async () => {
    expect(await find({})).toMatchObject({ positions: { length: 100, 0: '1', 1: '3' }, nextAfter: '199' });
    expect(await find({ after: '199' })).toMatchObject({ positions: { length: 20, 0: '201' }, nextAfter: null });
    expect(await find({ limit: null, after: null })).toMatchObject({ positions: { length: 100 } });
  });

  it('comes as many at once as is said', async () => {
    expect(await find({ limit: 2 })).toEqual({ positions: ['1', '3'], nextAfter: '3' });
    expect(await find({ limit: 120 })).toMatchObject({ positions: { length: 120 }, nextAfter: null });
  });

  it('comes the oldest first, or the latest if that is said', async () => {
    expect(await find({ limit: 1, order: 'oldest-first' })).toMatchObject({ positions: ['1'] });
    expect(await find({ limit: 2, order: 'latest-first' })).toEqual({ positions: ['239', '237'], nextAfter: '237' });
  });

  it('covers every application for those whom all are open to', async () => {
    expect(await find({ limit: 2, applications: 'all' }, BY_OPERATOR)).toMatchObject({ positions: ['1', '2'] });
    expect(await find({ limit: 2 }, BY_OPERATOR)).toMatchObject({ positions: ['1', '3'] });
  });

  it.each([
    ['administrators of one', SHOP],
    ['nobody', { application: 'shop', network: null, requestId: 'request-1' }],
  ])('covers every application for no one else: %s', async (_name, context) => {
    expect(await find({ applications: 'all' }, context)).toEqual({ code: 'scope-missing' });
  });
});
