import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindOwnTemplates, FindTemplate, FindTemplates } from '../../contract/queries/find-templates.js';
import type { OwnTemplates } from '../ports/message-templates.js';
import { entriesOf, recordOf } from './template-entries.js';

export class FindTemplatesHandler implements QueryHandler<FindTemplates> {
  constructor(private readonly ports: { readonly own: OwnTemplates }) {}

  async execute(_query: FindTemplates, { application }: QueryContext): Promise<AnswerOf<FindTemplates>> {
    return ok({ templates: entriesOf(await this.ports.own.ofApplication(application)) });
  }
}

export class FindTemplateHandler implements QueryHandler<FindTemplate> {
  constructor(private readonly ports: { readonly own: OwnTemplates }) {}

  async execute({ template, locale }: FindTemplate, { application }: QueryContext): Promise<AnswerOf<FindTemplate>> {
    return ok(recordOf({ template, locale }, await this.ports.own.ofApplication(application)));
  }
}

export class FindOwnTemplatesHandler implements QueryHandler<FindOwnTemplates> {
  constructor(private readonly ports: { readonly own: OwnTemplates }) {}

  async execute(_query: FindOwnTemplates, { application }: QueryContext): Promise<AnswerOf<FindOwnTemplates>> {
    return ok(await this.ports.own.ofApplication(application));
  }
}
