import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { AbandonActivationCode } from '../../contract/commands/abandon-activation-code.js';
import type { Codes } from '../ports/codes.js';

/** The message is dead: the person is told so, and can ask for another. */
export class AbandonActivationCodeHandler implements CommandHandler<AbandonActivationCode> {
  constructor(private readonly ports: { readonly codes: Codes }) {}

  async execute(
    { codeId, reason }: AbandonActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<AbandonActivationCode>> {
    return (await this.ports.codes.abandon(application, codeId, reason)) ? ok(null) : err(refusal('code-unknown'));
  }
}
