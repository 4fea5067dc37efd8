import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { RemoveTemplate } from '../../contract/commands/remove-template.js';
import type { TemplateStore } from '../ports/message-templates.js';

export class RemoveTemplateHandler implements CommandHandler<RemoveTemplate> {
  constructor(private readonly ports: { readonly templates: TemplateStore }) {}

  async execute({ template, locale }: RemoveTemplate, context: CommandContext): Promise<ResultOf<RemoveTemplate>> {
    await this.ports.templates.remove({ application: context.application, template, locale }, context);
    return ok(null);
  }
}
