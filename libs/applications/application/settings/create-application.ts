import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  withoutInvisible,
} from '@gatehouse/kernel';
import type { CreateApplication } from '../../contract/commands/create-application.js';
import { defaultSettings } from '../../domain/application/application.js';
import { applicationCreated } from '../../domain/application/application-events.js';
import { type ApplicationPatch, changeApplication } from '../../domain/application/change-application.js';
import type { Applications } from '../ports/applications.js';
import { applicationView } from './application-view.js';
import { AS_ANYONE, fieldErrorsOf, refusalOf } from './field-faults.js';

/** A new application has the defaults, and what was said on top of them. */
export class CreateApplicationHandler implements CommandHandler<CreateApplication> {
  constructor(private readonly ports: { readonly applications: Applications; readonly ids: IdGenerator }) {}

  async faultsIn({ slug: _, name, ...patch }: FieldsOf<CreateApplication>): Promise<readonly FieldError[]> {
    // A name that is not there is missed by the command's shape.
    const blank = { id: '', slug: '', settings: { ...defaultSettings, name: name ?? '' }, grants: {} };
    return fieldErrorsOf(changeApplication(blank, patch as ApplicationPatch, AS_ANYONE));
  }

  async execute(
    { slug: typed, name, ...patch }: CreateApplication,
    context: CommandContext,
  ): Promise<ResultOf<CreateApplication>> {
    const slug = withoutInvisible(typed);
    const blank = { id: this.ports.ids.next(), slug, settings: { ...defaultSettings, name }, grants: {} };
    const isOperator = context.administrator?.everywhere ?? false;
    const accepted = changeApplication(blank, patch as ApplicationPatch, { isOperator });
    if (!accepted.ok) return err(refusalOf(accepted.error));

    const { application } = accepted.value;
    const event = applicationCreated(this.ports.ids.next(), application);
    context.repeatable?.recordAnswer(applicationView(application));
    const added = await this.ports.applications.add(application, event, { ...context, application: slug });
    return added ? ok(applicationView(application)) : err(refusal('slug-taken'));
  }
}
