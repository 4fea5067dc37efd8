import { type AnswerOf, err, ok, pageOf, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindAuditEntries } from '../../contract/queries/find-audit-entries.js';
import type { AuditLog } from '../ports/audit-log.js';

const USUAL_ENTRIES = 100;

export class FindAuditEntriesHandler implements QueryHandler<FindAuditEntries> {
  constructor(private readonly ports: { readonly log: AuditLog }) {}

  async execute(
    { after = null, limit, applications, order }: FindAuditEntries,
    { application: own, administrator }: QueryContext,
  ): Promise<AnswerOf<FindAuditEntries>> {
    const isOfAll = applications === 'all';
    if (isOfAll && !administrator?.everywhere) return err(refusal('scope-missing'));
    const application = isOfAll ? null : own;
    const most = limit ?? USUAL_ENTRIES;
    const isLatestFirst = order === 'latest-first';
    const found = await this.ports.log.page({ application, after, isLatestFirst, limit: most + 1 });
    return ok(pageOf(found, most, ({ position }) => position));
  }
}
