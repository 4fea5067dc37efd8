import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { PreviewTemplate } from '../../contract/commands/preview-template.js';
import type { SampleMails } from './sample-mails.js';
import { faultsOfParts } from './template-faults.js';

export class PreviewTemplateHandler implements CommandHandler<PreviewTemplate> {
  constructor(private readonly ports: { readonly samples: SampleMails }) {}

  async execute(
    { template, locale, ...given }: PreviewTemplate,
    { application }: CommandContext,
  ): Promise<ResultOf<PreviewTemplate>> {
    const rendered = await this.ports.samples.render({ application, template, locale }, given);
    if (!rendered.ok) return err(refusal('validation-failed', { errors: rendered.error }));
    const { subject, text, html } = rendered.value;
    return ok({ subject, text, html });
  }

  async faultsIn({ template, ...given }: FieldsOf<PreviewTemplate>): Promise<readonly FieldError[]> {
    return template === undefined ? [] : faultsOfParts(template, given);
  }
}
