import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RemoveTemplate, SaveTemplate } from '../../contract/commands/templates.js';
import {
  type FindOwnTemplates,
  type FindTemplate,
  type FindTemplates,
  MAIL_LOCALES,
  MAIL_TEMPLATES,
  type MailTemplateEntry,
  type MailTemplateRecord,
  type OwnTemplate,
} from '../../contract/queries/find-templates.js';
import { acceptTemplate, placeholderRule } from '../../domain/template/accept-template.js';
import type { OwnTemplates, TemplateStore } from '../ports/message-templates.js';
import { faultsOfParts } from './preview-template.js';

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

export class RemoveTemplateHandler implements CommandHandler<RemoveTemplate> {
  constructor(private readonly ports: { readonly templates: TemplateStore }) {}

  async execute({ template, locale }: RemoveTemplate, context: CommandContext): Promise<ResultOf<RemoveTemplate>> {
    await this.ports.templates.remove({ application: context.application, template, locale }, context);
    return ok(null);
  }
}

type TemplatePlace = Pick<MailTemplateEntry, 'template' | 'locale'>;

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

/** Every mail in every language, with what an application has of its own. */
const entriesOf = (own: readonly OwnTemplate[]): MailTemplateEntry[] =>
  MAIL_TEMPLATES.flatMap((template) => MAIL_LOCALES.map((locale) => entryOf({ template, locale }, own)));

function recordOf(place: TemplatePlace, own: readonly OwnTemplate[]): MailTemplateRecord {
  const { subject = null, text = null, html = null } = ownOf(place, own) ?? {};
  return { ...entryOf(place, own), subject, text, html };
}

function entryOf(place: TemplatePlace, own: readonly OwnTemplate[]): MailTemplateEntry {
  const found = ownOf(place, own);
  const { allowed, carried } = placeholderRule(place.template);
  return {
    ...place,
    own: found !== undefined,
    changedAt: found?.changedAt ?? null,
    placeholders: [...allowed],
    required: carried,
  };
}

const ownOf = ({ template, locale }: TemplatePlace, own: readonly OwnTemplate[]): OwnTemplate | undefined =>
  own.find((one) => one.template === template && one.locale === locale);
