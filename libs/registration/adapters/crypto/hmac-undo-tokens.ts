import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '@gatehouse/platform/config';
import type { UndoTokens } from '../../application/ports/undo-tokens.js';

const ID_BYTES = 16;

/** A change's id and its HMAC-SHA-256, as 64 characters of base64url. A key that leaves the ring takes its links along. */
export class HmacUndoTokens implements UndoTokens {
  constructor(private readonly keys: KeyRing) {}

  of(changeId: string): string {
    return Buffer.concat([bytesOf(changeId), this.#proofOf(changeId, this.keys.current.id)]).toString('base64url');
  }

  changeOf(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url');
    const changeId = idOf(bytes.subarray(0, ID_BYTES));
    const proof = bytes.subarray(ID_BYTES);
    const isProven = this.keys.all.some((key) => {
      const expected = this.#proofOf(changeId, key.id);
      return proof.length === expected.length && timingSafeEqual(proof, expected);
    });
    return isProven ? changeId : null;
  }

  #proofOf(changeId: string, keyId: string): Buffer {
    return this.keys.mac(`email-undo|${changeId}`, keyId);
  }
}

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
