import { type AnswerOf, ok, pageOf, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { ExportUsers } from '../../contract/queries/export-users.js';
import type { UserExports } from '../ports/transfer.js';

const BATCH = 500;

/** Noted before the first of them is handed out. */
export class ExportUsersHandler implements QueryHandler<ExportUsers> {
  constructor(private readonly ports: { readonly exports: UserExports }) {}

  async execute({ after = null }: ExportUsers, context: QueryContext): Promise<AnswerOf<ExportUsers>> {
    if (after === null) await this.ports.exports.note(context);
    const found = await this.ports.exports.page({ application: context.application, after, limit: BATCH + 1 });
    const { entries, nextAfter } = pageOf(found, BATCH, ({ id }) => id);
    return ok({ users: entries, nextAfter });
  }
}
