import { KeyRing } from '@gatehouse/platform/config';

/** A ring of keys with these ids, the first of them current. A key is the same in every ring that has it. */
export const keyRing = (...ids: readonly string[]): KeyRing =>
  new KeyRing(ids.map((id) => ({ id, secret: Buffer.alloc(32, `secret of ${id}`) })));
