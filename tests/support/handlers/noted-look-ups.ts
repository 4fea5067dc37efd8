import type { LookUp, LookUps, QueryContext } from '@gatehouse/kernel';

/** Who looked at whose data. Fails where a test says so: what cannot be noted is not shown. */
export class NotedLookUps implements LookUps {
  readonly noted: (LookUp & { readonly application: string })[] = [];
  isBroken = false;

  async note(lookUp: LookUp, { application }: QueryContext): Promise<void> {
    if (this.isBroken) throw new Error('The audit log cannot be written');
    this.noted.push({ ...lookUp, application });
  }
}
