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

@Description('Who did it')
export class AuditedAdministrator {
  @Description('A person with a role, a secret key, or the operator at the machine')
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

@Description('A privileged act')
export class AuditEntry {
  @Description('Grows from entry to entry')
  @Matches(/^\d+$/)
  position!: string;

  @IsRFC3339()
  at!: string;

  @Description('Slug of the application that it was done in')
  @IsString()
  application!: string;

  @Description('Such as `key.revoked`')
  @IsString()
  act!: string;

  @Description('On whom or what: an id or a slug')
  @IsString()
  subject!: string;

  @Description('What else there is to know of the act')
  @IsObject()
  details!: object;

  @ValidateNested({ context: { of: AuditedAdministrator } })
  administrator!: AuditedAdministrator;

  @Description('The network that the call came from; null where networks do not count')
  @IsOptional()
  @IsString()
  network!: string | null;

  @Description('Names the request in the service’s logs')
  @IsString()
  requestId!: string;
}

@Description('Privileged acts, the oldest first')
export class AuditPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: AuditEntry } })
  entries!: AuditEntry[];

  @Description('For `after`, to read on; null where there is nothing more by now')
  @IsOptional()
  @Matches(/^\d+$/)
  nextAfter!: string | null;
}
