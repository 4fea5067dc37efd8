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

/** Each look but the last lost to a key that was made or revoked in between. */
const LOOKS = 50;

/**
 * Ends a key of the application, and every key that was made with it: whoever stole one cannot keep another. Another
 * application's is as unknown as one that never was.
 */
export class RevokeKeyHandler implements CommandHandler<RevokeKey> {
  constructor(
    private readonly keys: Keys,
    private readonly ids: IdGenerator,
  ) {}

  async execute({ keyId }: RevokeKey, context: CommandContext): Promise<ResultOf<RevokeKey>> {
    for (let look = 0; look < LOOKS; look += 1) {
      const found = await this.keys.descent(keyId, context.application);
      if (!found) return err(refusal('key-unknown'));
      if (found.good.length === 0) return ok(null);
      const ended = found.good.map((id) => ({ id, eventId: this.ids.next() }));
      if (await this.keys.revoke(keyId, { version: found.version, ended }, context)) return ok(null);
    }
    throw new Error(`An application's keys were changed by others at each of ${LOOKS} looks`);
  }
}
