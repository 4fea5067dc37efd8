import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RevokeKey } from '../../contract/commands/revoke-key.js';
import type { Keys } from '../ports/keys.js';

/** Ends a key of the application; another one's is as unknown as one that never was. */
export class RevokeKeyHandler implements CommandHandler<RevokeKey> {
  constructor(
    private readonly keys: Keys,
    private readonly ids: IdGenerator,
  ) {}

  async execute({ keyId }: RevokeKey, context: CommandContext): Promise<ResultOf<RevokeKey>> {
    const revoked = await this.keys.revoke(keyId, this.ids.next(), context);
    return revoked ? ok(null) : err(refusal('key-unknown'));
  }
}
