import {
  Description,
  InternalQuery,
  internalContext,
  Query,
  type QueryBus,
  queryWith,
  type Refusal,
  type Result,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import { IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Application } from '../application.js';
import type { ApplicationsRefusal } from '../refusals.js';

@Description('Applications by slug')
export class ApplicationPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Application } })
  applications!: Application[];

  @Description('For `after`, to get the next page; null on the last page')
  @IsOptional()
  @IsString()
  nextAfter!: string | null;
}

type FoundApplication = Result<Application, ApplicationsRefusal<'validation-failed' | 'application-not-found'>>;

/** An application as every process knows it, two seconds old at most: asked by every call, before it has a caller. */
export class FindApplication extends InternalQuery<FoundApplication> {
  slug!: string;
}

/** An application as it is at this moment, for those who may see it. */
export class FindOneApplication extends Query<FoundApplication> {
  @IsString()
  slug!: string;
}

/** List the applications that the caller may see, by slug. */
export class FindApplications extends Query<Result<ApplicationPage, Refusal<'validation-failed'>>> {
  @Description('`nextAfter` from the previous page')
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string | null;

  @Description(`Maximum number of entries per page; ${USUAL_LIMIT} by default`)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number | null;
}

/** Whether any application lets browsers call from an origin: a preflight names none. */
export class FindOriginAllowed extends InternalQuery<Result<boolean, never>> {
  origin!: string;
}

/** The application of a slug, or null: for the many who ask before they know on whose behalf. */
export async function applicationOf(queries: QueryBus, slug: string): Promise<Application | null> {
  const found = await queries.ask(queryWith(FindApplication, { slug }), internalContext(slug));
  return found.ok ? found.value : null;
}
