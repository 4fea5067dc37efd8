import {
  Description,
  InternalQuery,
  KEY_SCOPES,
  type KeyScope,
  Query,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';
import type { ApplicationsRefusal } from '../refusals.js';
import { AuditedAdministrator } from './find-audit-entries.js';

@Description('A secret key of an application, without its secret')
export class ApplicationKey {
  @IsUUID()
  id!: string;

  @Description('The name given when it was created')
  @IsString()
  name!: string;

  @Description('The last characters of the key')
  @IsString()
  hint!: string;

  @Description('Its scopes')
  @IsArray()
  @IsIn(KEY_SCOPES, { each: true })
  scopes!: KeyScope[];

  @Description('The creator. A key created with another key is revoked together with it')
  @ValidateNested({ context: { of: AuditedAdministrator } })
  createdBy!: AuditedAdministrator;

  @IsIn(['active', 'expired', 'revoked'])
  state!: 'active' | 'expired' | 'revoked';

  @IsRFC3339()
  createdAt!: string;

  @Description('From then on it opens nothing; null: never')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  revokedAt!: string | null;

  @Description('The key that replaced it')
  @IsOptional()
  @IsUUID()
  replacedBy!: string | null;

  @Description('Accurate to about an hour')
  @IsOptional()
  @IsRFC3339()
  lastUsedAt!: string | null;
}

@Description('A new key: the only response that contains its secret')
export class NewApplicationKey extends ApplicationKey {
  @Description('For `Authorization: Bearer`. Store it now: it is shown only once, and only its hash is kept')
  @IsString()
  key!: string;
}

@Description('An application’s keys, newest first')
export class ApplicationKeyList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: ApplicationKey } })
  keys!: ApplicationKey[];
}

/** The application's keys, the newest first: those that are over too. */
export class FindKeys extends Query<Result<ApplicationKeyList, Refusal<'validation-failed'>>> {}

export interface IdentifiedKey {
  readonly id: string;
  /** Slug of the application that the key opens. */
  readonly application: string;
  /** What it may do there. */
  readonly scopes: readonly string[];
}

/** Which key a caller has presented: refused is what is no key of ours, or one that is expired or revoked. */
export class IdentifyKey extends InternalQuery<Result<IdentifiedKey, ApplicationsRefusal<'key-unknown'>>> {
  /** As it was presented. */
  key!: string;
}
