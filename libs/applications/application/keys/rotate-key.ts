import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RotateKey } from '../../contract/commands/rotate-key.js';
import { keyCreated } from '../../domain/key/key-events.js';
import { USUAL_OVERLAP_SECONDS } from '../../domain/key/key-policy.js';
import type { Keys } from '../ports/keys.js';
import type { SecretKeys } from '../ports/secret-keys.js';
import { newKey } from './new-key.js';

/** Makes the successor of a key, and lets the old one end after the overlap. */
export class RotateKeyHandler implements CommandHandler<RotateKey> {
  constructor(
    private readonly ports: { readonly keys: Keys; readonly secrets: SecretKeys; readonly ids: IdGenerator },
  ) {}

  async execute({ keyId, overlapSeconds }: RotateKey, context: CommandContext): Promise<ResultOf<RotateKey>> {
    const old = await this.ports.keys.find(keyId, context.application);
    if (!old) return err(refusal('key-unknown'));
    const id = this.ports.ids.next();
    const secret = this.ports.secrets.create(id);
    const event = keyCreated(this.ports.ids.next(), id, keyId);
    const key = { id, secret, event, overlapSeconds: overlapSeconds ?? USUAL_OVERLAP_SECONDS };
    context.repeatable?.recordAnswer(newKey(id, secret, old.scopes, context));
    const replaced = await this.ports.keys.replace(keyId, key, context);
    if (replaced === 'beyond-maker') return err(refusal('key-scope-refused'));
    if (replaced === 'full') return err(refusal('too-many-keys'));
    return replaced === 'unknown' ? err(refusal('key-unknown')) : ok({ ...replaced, key: secret.text });
  }
}
