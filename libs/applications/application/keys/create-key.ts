import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { CreateKey } from '../../contract/commands/create-key.js';
import { keyCreated } from '../../domain/key/key-events.js';
import { scopesOfNewKey } from '../../domain/key/key-policy.js';
import type { Applications } from '../ports/applications.js';
import type { Keys } from '../ports/keys.js';
import type { SecretKeys } from '../ports/secret-keys.js';
import { newKey } from './new-key.js';

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
