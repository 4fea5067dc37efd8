import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type Refusal,
  type Result,
  type ResultOf,
  refusal,
  untilSettled,
  withoutInvisible,
} from '@gatehouse/kernel';
import type { Application as ApplicationView } from '../../contract/application.js';
import type { ChangeApplication, CreateApplication } from '../../contract/commands/applications.js';
import {
  type Application,
  applicationChanged,
  applicationCreated,
  defaultSettings,
} from '../../domain/application/application.js';
import {
  type ApplicationPatch,
  type ChangeRejection,
  changeApplication,
} from '../../domain/application/change-application.js';
import { type GrantFault, grantsOf } from '../../domain/application/grants.js';
import { shownLogo } from '../../domain/application/logo.js';
import type { DeploymentProviders } from '../../domain/application/providers.js';
import type { FieldFault, SettingsFault } from '../../domain/application/settings-faults.js';
import type { Applications } from '../ports/applications.js';

const MESSAGES: Record<SettingsFault, string> = {
  'text-empty': 'Must not be empty',
  'text-unprintable': 'Must not contain control characters',
  'locale-invalid': 'Must be a language tag, such as fr or fr-CA',
  'email-invalid': 'Must be an email address, such as ada@example.com',
  'origin-invalid':
    'Must be an origin, such as https://shop.example, without a path. Write it as browsers do, with international names as xn--…',
  'color-too-light': 'Must be dark enough for white text: a contrast of at least 4.5:1',
  'terms-link-missing': 'Requires a link to the terms or to the privacy policy',
  'link-invalid':
    'Must be a complete URL that starts with https://. Write it as browsers do, with international names as xn--…',
  'link-base-invalid':
    'Must be a URL that starts with https://, without a query or fragment. Write it as browsers do, with international names as xn--…',
  'sender-grant-invalid': 'Must be an email address or a domain, such as shop.example, or * for any',
  'redirect-invalid':
    'Must be a complete URL that starts with https://, without a fragment. Write it as browsers do, with international names as xn--…',
  'provider-unknown': 'Must be a provider of this service',
  'provider-twice': 'Must not contain a provider twice',
  'shares-too-large': 'Must have shares that add up to less than 100',
  'phone-needed':
    'An application cannot require a verified phone (requirePhone) and refuse phones (profile.phone: none)',
};

const notAnOperator: FieldError = {
  pointer: '/grants',
  code: 'operators-only',
  message: 'Only operators can change grants',
};

interface Ports {
  readonly applications: Applications;
  readonly ids: IdGenerator;
  /** Those that the deployment has. */
  readonly providers: DeploymentProviders;
}

/** A new application has the defaults, and what was said on top of them. */
export class CreateApplicationHandler implements CommandHandler<CreateApplication> {
  constructor(private readonly ports: Ports) {}

  async faultsIn({ slug: _, name, ...patch }: FieldsOf<CreateApplication>): Promise<readonly FieldError[]> {
    // A name that is not there is missed by the command's shape.
    const blank = { id: '', slug: '', settings: { ...defaultSettings, name: name ?? '' }, logo: null, grants: {} };
    return fieldErrorsOf(changeApplication(blank, patch as ApplicationPatch, asAnyone(this.ports)));
  }

  async execute(
    { slug: typed, name, ...patch }: CreateApplication,
    context: CommandContext,
  ): Promise<ResultOf<CreateApplication>> {
    const slug = withoutInvisible(typed);
    const blank = { id: this.ports.ids.next(), slug, settings: { ...defaultSettings, name }, logo: null, grants: {} };
    const isOperator = context.administrator?.everywhere ?? false;
    const { providers } = this.ports;
    const accepted = changeApplication(blank, patch as ApplicationPatch, { isOperator, providers });
    if (!accepted.ok) return err(refusalOf(accepted.error));

    const { application } = accepted.value;
    const event = applicationCreated(this.ports.ids.next(), application);
    context.repeatable?.recordAnswer(applicationView(application));
    const added = await this.ports.applications.add(application, event, { ...context, application: slug });
    return added ? ok(applicationView(application)) : err(refusal('slug-taken'));
  }
}

/** Merges what was said into the application, and writes it if no one else has written in between. */
export class ChangeApplicationHandler implements CommandHandler<ChangeApplication> {
  constructor(private readonly ports: Ports) {}

  async faultsIn(fields: FieldsOf<ChangeApplication>, context: CommandContext): Promise<readonly FieldError[]> {
    const found = await this.ports.applications.find(context.application);
    return found
      ? fieldErrorsOf(changeApplication(found.application, { ...fields } as ApplicationPatch, asAnyone(this.ports)))
      : [];
  }

  async execute(command: ChangeApplication, context: CommandContext): Promise<ResultOf<ChangeApplication>> {
    const patch = { ...command } as ApplicationPatch;
    const isOperator = context.administrator?.everywhere ?? false;
    return untilSettled(async () => {
      const found = await this.ports.applications.find(context.application);
      if (!found) return err(refusal('application-not-found'));
      const { providers } = this.ports;
      const accepted = changeApplication(found.application, patch, { isOperator, providers });
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

/** For what is wrong with fields themselves it does not matter who sends them. */
const asAnyone = ({ providers }: Pick<Ports, 'providers'>) => ({ isOperator: true, providers });

const applicationView = ({ slug, settings, logo, grants }: Application): ApplicationView =>
  ({ slug, ...settings, logo: logo && shownLogo(slug, logo), grants: grantsOf(grants) }) as ApplicationView;

const fieldErrorOf = ({ pointer, fault }: FieldFault): FieldError => ({
  pointer,
  code: fault,
  message: MESSAGES[fault],
});

const grantErrorOf = ({ pointer, grant, limit }: GrantFault): FieldError => {
  const granted = `${grant}: ${typeof limit === 'number' ? limit : limit.join(' ') || '–'}`;
  return {
    pointer,
    code: 'beyond-grant',
    message: `Must be within the grant ${granted}`,
    values: { limit: granted },
  };
};

/** Everything that is wrong with the fields of a change, no matter who makes it. */
const fieldErrorsOf = (changed: Result<unknown, ChangeRejection>): readonly FieldError[] =>
  !changed.ok && changed.error.kind === 'invalid' ? changed.error.faults.map(fieldErrorOf) : [];

/** Why an application cannot be as somebody wants it, in the words of the contract. */
function refusalOf(fault: ChangeRejection): Refusal<'validation-failed' | 'grant-exceeded'> {
  if (fault.kind === 'invalid') return refusal('validation-failed', { errors: fault.faults.map(fieldErrorOf) });
  return refusal('grant-exceeded', {
    errors: fault.kind === 'not-an-operator' ? [notAnOperator] : fault.faults.map(grantErrorOf),
  });
}
