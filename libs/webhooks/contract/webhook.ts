import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

export type DisabledReason = 'operator' | 'failing' | 'gone';

@Description('An address that events are sent to')
export class Webhook {
  @IsUUID()
  id!: string;

  @IsString()
  url!: string;

  @Description('The types that are sent; null: all')
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  types!: string[] | null;

  @Description('What it is for')
  @IsOptional()
  @IsString()
  description!: string | null;

  @IsIn(['enabled', 'disabled'])
  state!: 'enabled' | 'disabled';

  @Description(
    '`operator`: somebody switched it off. `failing`: it took nothing for three days. `gone`: it answered 410',
  )
  @IsOptional()
  @IsIn(['operator', 'failing', 'gone'])
  disabledReason!: DisabledReason | null;

  @IsOptional()
  @IsRFC3339()
  disabledAt!: string | null;

  @Description('Since when it has taken nothing; null: its last answer was good')
  @IsOptional()
  @IsRFC3339()
  failingSince!: string | null;

  @Description('Until then deliveries are signed with the former secret too')
  @IsOptional()
  @IsRFC3339()
  previousSecretUntil!: string | null;

  @IsRFC3339()
  createdAt!: string;
}

@Description('A webhook with its secret: the answers to its creation and to a rotation alone hold it')
export class WebhookWithSecret extends Webhook {
  @Description('For the verification of signatures (Standard Webhooks): `whsec_` and 32 bytes in Base64')
  @IsString()
  secret!: string;
}

@Description('An application’s webhooks, the oldest first')
export class WebhookList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Webhook } })
  webhooks!: Webhook[];
}
