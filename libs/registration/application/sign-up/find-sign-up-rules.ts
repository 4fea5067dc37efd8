import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindSignUpRules } from '../../contract/queries/find-sign-up-rules.js';
import { resetCodeDigits } from '../../domain/code/purposes.js';
import { profileRulesOf } from '../../domain/user/profile-rules.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';

export class FindSignUpRulesHandler implements QueryHandler<FindSignUpRules> {
  constructor(private readonly ports: { readonly applications: ApplicationDirectory }) {}

  async execute(_query: FindSignUpRules, { application }: QueryContext): Promise<AnswerOf<FindSignUpRules>> {
    const { policy, links } = await this.ports.applications.get(application);
    return ok({
      passwordMinLength: policy.password.minLength,
      fields: profileRulesOf(policy),
      terms: policy.termsVersion === null ? null : { version: policy.termsVersion, ...links },
      resetCodeLength: resetCodeDigits(policy),
      gapSeconds: policy.messages.gapSeconds,
    });
  }
}
