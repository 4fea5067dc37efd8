import { type AnswerOf, err, ok, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindKeys, IdentifyKey } from '../../contract/queries/find-keys.js';
import type { KeyViews, SecretKeys } from '../ports/keys.js';

export class FindKeysHandler implements QueryHandler<FindKeys> {
  constructor(private readonly ports: { readonly keys: KeyViews }) {}

  async execute(_query: FindKeys, { application }: QueryContext): Promise<AnswerOf<FindKeys>> {
    return ok({ keys: await this.ports.keys.ofApplication(application) });
  }
}

/** What does not have a key's form is not looked up. */
export class IdentifyKeyHandler implements QueryHandler<IdentifyKey> {
  constructor(private readonly ports: { readonly keys: KeyViews; readonly secrets: SecretKeys }) {}

  async execute({ key }: IdentifyKey): Promise<AnswerOf<IdentifyKey>> {
    const presented = this.ports.secrets.read(key);
    const found = presented && (await this.ports.keys.presented(presented));
    return found ? ok(found) : err(refusal('key-unknown'));
  }
}
