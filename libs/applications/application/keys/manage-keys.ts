import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  type KeyScope,
  ok,
  type ResultOf,
  refusal,
  textOnceWritten,
  timeOnceWritten,
  untilSettled,
} from '@gatehouse/kernel';
import type { CreateKey, RevokeKey, RotateKey } from '../../contract/commands/keys.js';
import type { NewApplicationKey } from '../../contract/queries/find-keys.js';
import { keyCreated, keyRevoked, scopesOfNewKey, USUAL_OVERLAP_SECONDS } from '../../domain/key/key.js';
import type { Applications } from '../ports/applications.js';
import type { Keys, SecretKey, SecretKeys } from '../ports/keys.js';

/** Makes a key and writes its hash; the key itself is in the answer and nowhere else. */
export class CreateKeyHandler implements CommandHandler<CreateKey> {
  constructor(
    private readonly ports: {
      readonly applications: Applications;
      readonly keys: Keys;
      readonly secrets: SecretKeys;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ name, scopes, lifeSeconds }: CreateKey, context: CommandContext): Promise<ResultOf<CreateKey>> {
    if (!(await this.ports.applications.find(context.application))) return err(refusal('application-not-found'));
    const id = this.ports.ids.next();
    const secret = this.ports.secrets.create(id);
    const key = {
      id,
      secret,
      event: keyCreated(this.ports.ids.next(), id),
      name: name.trim(),
      scopes: scopesOfNewKey(scopes),
      lifeSeconds: lifeSeconds ?? null,
    };
    context.repeatable?.recordAnswer(newKey(id, secret, key.scopes, context));
    const added = await this.ports.keys.add(key, context);
    if (added === 'beyond-maker') return err(refusal('key-scope-refused'));
    return added === 'full' ? err(refusal('too-many-keys')) : ok({ ...added, key: secret.text });
  }
}

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

/**
 * A new key's answer before it is written, for a call that may come again.
 * @throws Error without an administrator: that is a fault of the caller, not of the input
 */
function newKey(
  id: string,
  { text, hint }: SecretKey,
  scopes: readonly KeyScope[],
  { administrator }: CommandContext,
): NewApplicationKey {
  if (!administrator) throw new Error('A new key needs an administrator');
  const { kind, id: creator, application } = administrator;
  return {
    id,
    name: textOnceWritten('name'),
    hint,
    scopes: [...scopes],
    createdBy: { kind, id: creator, application },
    state: 'active',
    createdAt: timeOnceWritten('createdAt'),
    expiresAt: timeOnceWritten('expiresAt'),
    revokedAt: null,
    replacedBy: null,
    lastUsedAt: null,
    key: text,
  };
}
