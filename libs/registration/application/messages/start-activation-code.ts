import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { StartActivationCode } from '../../contract/commands/start-activation-code.js';
import type { Codes } from '../ports/codes.js';

/** The provider has taken the message over: the person's minute begins. */
export class StartActivationCodeHandler implements CommandHandler<StartActivationCode> {
  constructor(private readonly ports: { readonly codes: Codes }) {}

  async execute(
    { codeId }: StartActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<StartActivationCode>> {
    return (await this.ports.codes.start(application, codeId)) ? ok(null) : err(refusal('code-unknown'));
  }
}
