import { Query, type QueryBus, type QueryContext, queryWith, type Refusal, type Result } from '@gatehouse/kernel';
import { IsOptional, IsUUID } from 'class-validator';
import type { Profile } from '../read-models/profile.js';

export interface ExportPage {
  readonly users: readonly ExportedUser[];
  /** Null on the last page. */
  readonly nextAfter: string | null;
}

/** Everybody who has an account in the application, or waits for one, in the order of their ids. The first page notes who takes them all away. */
export class ExportUsers extends Query<Result<ExportPage, Refusal<'validation-failed'>>> {
  @IsOptional()
  @IsUUID()
  after?: string | null;
}

/** All people of an application, a batch at a time. */
export async function* exportedUsers(queries: QueryBus, context: QueryContext): AsyncIterable<readonly ExportedUser[]> {
  for (let after: string | null = null; ; ) {
    const page: Result<ExportPage, Refusal> = await queries.ask(queryWith(ExportUsers, { after }), context);
    if (!page.ok) throw new Error(`People are not exported: ${page.error.code}`);
    yield page.value.users;
    after = page.value.nextAfter;
    if (after === null) return;
  }
}

/** A person's account or registration as it is taken elsewhere, without what is secret about it. */
export interface ExportedUser extends Omit<Profile, 'state'> {
  /** `superseded`: another registration of the address was activated. */
  readonly state: 'pending' | 'active' | 'suspended' | 'superseded';
  readonly suspendedAt: string | null;
}
