import {
  type AnswerOf,
  err,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type {
  FindApplication,
  FindApplications,
  FindOneApplication,
  FindOriginAllowed,
} from '../../contract/queries/find-applications.js';
import type { ApplicationViews, KnownApplications } from '../ports/applications.js';

export class FindApplicationHandler implements QueryHandler<FindApplication> {
  constructor(private readonly ports: { readonly known: KnownApplications }) {}

  async execute({ slug }: FindApplication): Promise<AnswerOf<FindApplication>> {
    const found = await this.ports.known.bySlug(slug);
    return found ? ok(found) : notFound();
  }
}

export class FindOriginAllowedHandler implements QueryHandler<FindOriginAllowed> {
  constructor(private readonly ports: { readonly known: KnownApplications }) {}

  async execute({ origin }: FindOriginAllowed): Promise<AnswerOf<FindOriginAllowed>> {
    return ok(await this.ports.known.allowsOrigin(origin));
  }
}

/** To who may not see an application, it is not there. */
export class FindOneApplicationHandler implements QueryHandler<FindOneApplication> {
  constructor(private readonly ports: { readonly applications: ApplicationViews }) {}

  async execute({ slug }: FindOneApplication, { administrator }: QueryContext): Promise<AnswerOf<FindOneApplication>> {
    const isOpen = administrator !== undefined && (administrator.everywhere || administrator.application === slug);
    const found = isOpen ? await this.ports.applications.bySlug(slug) : null;
    return found ? ok(found) : notFound();
  }
}

/** All of them for those whom all are open to, their own for everybody else. */
export class FindApplicationsHandler implements QueryHandler<FindApplications> {
  constructor(private readonly ports: { readonly applications: ApplicationViews }) {}

  async execute(
    { after = null, limit }: FindApplications,
    { administrator }: QueryContext,
  ): Promise<AnswerOf<FindApplications>> {
    const only = administrator?.everywhere ? null : (administrator?.application ?? '');
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.applications.page({ after, limit: most + 1, only });
    const page = pageOf(found, most, ({ slug }) => slug);
    return ok({ applications: page.entries, nextAfter: page.nextAfter });
  }
}

const notFound = () => err(refusal('application-not-found'));
