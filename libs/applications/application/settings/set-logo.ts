import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type IdGenerator,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { RemoveLogo, SetLogo } from '../../contract/commands/logo.js';
import type { FindLogo } from '../../contract/queries/find-appearance.js';
import { applicationChanged } from '../../domain/application/application.js';
import { hasLogoSize, LOGO_SIDES, type LogoFault, shownLogo } from '../../domain/application/logo.js';
import type { Applications, KnownApplications } from '../ports/applications.js';
import type { ImageReader, Logos } from '../ports/logos.js';

const MESSAGES: Record<LogoFault, string> = {
  'image-unreadable': 'Must be a complete PNG, WebP or SVG image that is not animated',
  'image-empty': 'Contains nothing that can be shown',
  'image-complex': 'Has too many elements, or they are nested too deeply',
  'image-sides': `Must be ${LOGO_SIDES.min} to ${LOGO_SIDES.max} pixels wide and high`,
};

export class SetLogoHandler implements CommandHandler<SetLogo> {
  constructor(
    private readonly ports: {
      readonly applications: Applications;
      readonly logos: Logos;
      readonly images: ImageReader;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ image }: SetLogo, context: CommandContext): Promise<ResultOf<SetLogo>> {
    const read = await this.ports.images.read(image);
    if (!read.ok) return err(refusal('validation-failed', { errors: [fieldErrorOf(read.error)] }));
    if (!hasLogoSize(read.value)) return err(refusal('validation-failed', { errors: [fieldErrorOf('image-sides')] }));
    const { content, removed, ...logo } = read.value;
    const { application: slug } = context;
    const answer = { ...shownLogo(slug, logo), removed: [...removed] };
    return untilSettled(async () => {
      const found = await this.ports.applications.find(slug);
      if (!found) return err(refusal('application-not-found'));
      if (found.application.logo?.name === logo.name) return ok(answer);
      const event = applicationChanged(this.ports.ids.next(), found.application, ['logo']);
      const change = { version: found.version, event };
      return (await this.ports.logos.save(slug, { image: logo, content }, change, context)) ? ok(answer) : 'stale';
    });
  }
}

export class RemoveLogoHandler implements CommandHandler<RemoveLogo> {
  constructor(
    private readonly ports: {
      readonly applications: Applications;
      readonly logos: Logos;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute(_command: RemoveLogo, context: CommandContext): Promise<ResultOf<RemoveLogo>> {
    const { application: slug } = context;
    return untilSettled(async () => {
      const found = await this.ports.applications.find(slug);
      if (!found) return err(refusal('application-not-found'));
      if (found.application.logo === null) return ok(null);
      const event = applicationChanged(this.ports.ids.next(), found.application, ['logo']);
      const isSaved = await this.ports.logos.save(slug, null, { version: found.version, event }, context);
      return isSaved ? ok(null) : 'stale';
    });
  }
}

const NAME = /^[0-9a-f]{32}$/;

/** A logo that has just been set is found at once; otherwise what is known of the application is up to two seconds old. */
export class FindLogoHandler implements QueryHandler<FindLogo> {
  constructor(private readonly ports: { readonly known: KnownApplications; readonly logos: Logos }) {}

  async execute({ name: asked }: FindLogo, { application }: QueryContext): Promise<AnswerOf<FindLogo>> {
    const known = (await this.ports.known.bySlug(application))?.logo?.path.split('/').at(-1);
    if (asked !== known && NAME.test(asked)) {
      const newer = await this.ports.logos.findNew(application, asked);
      if (newer) return ok(newer);
    }
    return ok(known === undefined ? null : await this.ports.logos.find(application, known));
  }
}

const fieldErrorOf = (fault: LogoFault): FieldError => ({
  pointer: '/image',
  code: fault,
  message: MESSAGES[fault],
});
