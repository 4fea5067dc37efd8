import { Description, KEY_SCOPES, type KeyScope } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';
import { AuditedAdministrator } from './read-models/audit-page.js';

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

  @Description('What it may do')
  @IsArray()
  @IsIn(KEY_SCOPES, { each: true })
  scopes!: KeyScope[];

  @Description('Who made it. A key that another key made is revoked with that one')
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

  @Description('The key that took its place')
  @IsOptional()
  @IsUUID()
  replacedBy!: string | null;

  @Description('To the hour or so')
  @IsOptional()
  @IsRFC3339()
  lastUsedAt!: string | null;
}

@Description('A key that has just been made: the only answer that holds its secret')
export class NewApplicationKey extends ApplicationKey {
  @Description('For `Authorization: Bearer`. Keep it well: it is shown this once, and only its hash is stored')
  @IsString()
  key!: string;
}

@Description('An application’s keys, the newest first')
export class ApplicationKeyList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: ApplicationKey } })
  keys!: ApplicationKey[];
}
