import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  ValidateNested,
} from 'class-validator';

@Description('The actor')
export class AuditedAdministrator {
  @Description('A person with a role, a secret key, or the operator on the command line')
  @IsIn(['user', 'key', 'operator'])
  kind!: 'user' | 'key' | 'operator';

  @Description('The account’s or the key’s; null for the operator')
  @IsOptional()
  @IsUUID()
  id!: string | null;

  @Description('Slug of the application that it belongs to')
  @IsString()
  application!: string;
}

@Description('A privileged action')
export class AuditEntry {
  @Description('Increases with each entry')
  @Matches(/^\d+$/)
  position!: string;

  @IsRFC3339()
  at!: string;

  @Description('Slug of the application in which it was done')
  @IsString()
  application!: string;

  @Description('Such as `key.revoked`')
  @IsString()
  act!: string;

  @Description('The object of the action: an id or a slug')
  @IsString()
  subject!: string;

  @Description('Details of the action')
  @IsObject()
  details!: object;

  @ValidateNested({ context: { of: AuditedAdministrator } })
  administrator!: AuditedAdministrator;

  @Description('The caller’s network; null if networks are not counted')
  @IsOptional()
  @IsString()
  network!: string | null;

  @Description('Identifies the request in the service’s logs')
  @IsString()
  requestId!: string;
}

@Description('Privileged actions, oldest first')
export class AuditPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AuditEntry } })
  entries!: AuditEntry[];

  @Description('For `after`, to continue; null if there is nothing more yet')
  @IsOptional()
  @Matches(/^\d+$/)
  nextAfter!: string | null;
}
