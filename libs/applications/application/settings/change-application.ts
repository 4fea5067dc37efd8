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
  untilSettled,
} from '@gatehouse/kernel';
import type { ChangeApplication } from '../../contract/commands/change-application.js';
import { applicationChanged } from '../../domain/application/application-events.js';
import { type ApplicationPatch, changeApplication } from '../../domain/application/change-application.js';
import type { Applications } from '../ports/applications.js';
import { applicationView } from './application-view.js';
import { AS_ANYONE, fieldErrorsOf, refusalOf } from './field-faults.js';

/** Merges what was said into the application, and writes it if nobody else has written in between. */
export class ChangeApplicationHandler implements CommandHandler<ChangeApplication> {
  constructor(private readonly ports: { readonly applications: Applications; readonly ids: IdGenerator }) {}

  async faultsIn(fields: FieldsOf<ChangeApplication>, context: CommandContext): Promise<readonly FieldError[]> {
    const found = await this.ports.applications.find(context.application);
    return found
      ? fieldErrorsOf(changeApplication(found.application, { ...fields } as ApplicationPatch, AS_ANYONE))
      : [];
  }

  async execute(command: ChangeApplication, context: CommandContext): Promise<ResultOf<ChangeApplication>> {
    const patch = { ...command } as ApplicationPatch;
    const isOperator = context.administrator?.everywhere ?? false;
    return untilSettled(async () => {
      const found = await this.ports.applications.find(context.application);
      if (!found) return err(refusal('application-not-found'));
      const accepted = changeApplication(found.application, patch, { isOperator });
      if (!accepted.ok) return err(refusalOf(accepted.error));

      const { application, fields } = accepted.value;
      if (fields.length === 0) return ok(applicationView(application));
      const event = applicationChanged(this.ports.ids.next(), application, fields);
      const change = { version: found.version, event };
      const isSaved = await this.ports.applications.save(application, change, context);
      return isSaved ? ok(applicationView(application)) : 'stale';
    });
  }
}
