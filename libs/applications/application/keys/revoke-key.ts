import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { RevokeKey } from '../../contract/commands/revoke-key.js';
import { keyRevoked } from '../../domain/key/key-events.js';
import type { Keys } from '../ports/keys.js';

/** As many keys as may be made or revoked at the same time. */
const ATTEMPTS = 50;

/**
 * Ends a key of the application, and every key that was made with it: anyone who stole one cannot keep another. Another
 * application's is as unknown as one that never was.
 */
export class RevokeKeyHandler implements CommandHandler<RevokeKey> {
  constructor(private readonly ports: { readonly keys: Keys; readonly ids: IdGenerator }) {}

  async execute({ keyId }: RevokeKey, context: CommandContext): Promise<ResultOf<RevokeKey>> {
    return untilSettled(async () => {
      const found = await this.ports.keys.descent(keyId, context.application);
      if (!found) return err(refusal('key-unknown'));
      if (found.good.length === 0) return ok(null);
      const events = found.good.map((id) => keyRevoked(this.ports.ids.next(), id));
      return (await this.ports.keys.revoke(keyId, { version: found.version, events }, context)) ? ok(null) : 'stale';
    }, ATTEMPTS);
  }
}
