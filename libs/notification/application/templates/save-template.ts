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
import type { SaveTemplate } from '../../contract/commands/save-template.js';
import { acceptTemplate } from '../../domain/template/accept-template.js';
import type { TemplateStore } from '../ports/message-templates.js';
import { faultsOfParts } from './template-faults.js';

export class SaveTemplateHandler implements CommandHandler<SaveTemplate> {
  constructor(private readonly ports: { readonly templates: TemplateStore }) {}

  async execute(
    { template, locale, ...words }: SaveTemplate,
    context: CommandContext,
  ): Promise<ResultOf<SaveTemplate>> {
    const accepted = acceptTemplate(template, words);
    if (!accepted.ok) return err(refusal('validation-failed', { errors: accepted.error }));
    await this.ports.templates.save({ application: context.application, template, locale }, accepted.value, context);
    return ok(null);
  }

  async faultsIn({ template, ...given }: FieldsOf<SaveTemplate>): Promise<readonly FieldError[]> {
    return template === undefined ? [] : faultsOfParts(template, given);
  }
}
