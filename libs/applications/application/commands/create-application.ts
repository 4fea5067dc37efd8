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
import type { ApplicationCreated } from '../../contract/events.js';
import { defaultSettings, type SettingsPatch } from '../../domain/application/application.js';
import { changeSettings } from '../../domain/application/change-settings.js';
import type { Applications } from '../ports/applications.js';
import { applicationView } from './application-view.js';
import { fieldErrorOf } from './field-faults.js';

/** A new application has the defaults, and what was said on top of them. */
export class CreateApplicationHandler implements CommandHandler<CreateApplication> {
  constructor(
    private readonly applications: Applications,
    private readonly ids: IdGenerator,
  ) {}

  async faultsIn({ slug: _, name, ...patch }: FieldsOf<CreateApplication>): Promise<readonly FieldError[]> {
    const accepted = changeSettings({ ...defaultSettings, name: name ?? '' }, patch as SettingsPatch);
    // A name that is not there is missed by the command's shape.
    return accepted.ok ? [] : accepted.error.map(fieldErrorOf);
  }

  async execute(
    { slug: typed, name, ...patch }: CreateApplication,
    context: CommandContext,
  ): Promise<ResultOf<CreateApplication>> {
    const accepted = changeSettings({ ...defaultSettings, name }, patch as SettingsPatch);
    if (!accepted.ok) return err(refusal('validation-failed', { errors: accepted.error.map(fieldErrorOf) }));

    const { settings } = accepted.value;
    const slug = withoutInvisible(typed);
    const application = { id: this.ids.next(), slug, settings };
    const created: ApplicationCreated = {
      type: 'application.created.v1',
      data: { slug, name, preset: settings.preset },
    };
    const event = { id: this.ids.next(), ...created };
    context.repeatable?.foretell(applicationView(application));
    const added = await this.applications.add(application, event, { ...context, application: slug });
    return added ? ok(applicationView(application)) : err(refusal('slug-taken'));
  }
}
