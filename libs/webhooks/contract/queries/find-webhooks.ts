import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

export type DisabledReason = 'operator' | 'failing' | 'gone';

@Description('A URL that events are sent to')
export class Webhook {
  @IsUUID()
  id!: string;

  @IsString()
  url!: string;

  @Description('The event types that are sent; null: all')
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  types!: string[] | null;

  @Description('Its purpose')
  @IsOptional()
  @IsString()
  description!: string | null;

  @IsIn(['enabled', 'disabled'])
  state!: 'enabled' | 'disabled';

  @Description(
    '`operator`: someone disabled it. `failing`: nothing was delivered for three days. `gone`: it answered 410',
  )
  @IsOptional()
  @IsIn(['operator', 'failing', 'gone'])
  disabledReason!: DisabledReason | null;

  @IsOptional()
  @IsRFC3339()
  disabledAt!: string | null;

  @Description('Since when deliveries have failed; null: the last one succeeded')
  @IsOptional()
  @IsRFC3339()
  failingSince!: string | null;

  @Description('Until then deliveries are also signed with the previous secret')
  @IsOptional()
  @IsRFC3339()
  previousSecretUntil!: string | null;

  @IsRFC3339()
  createdAt!: string;
}

@Description('A webhook with its secret, which only the responses to its creation and to a rotation contain')
export class WebhookWithSecret extends Webhook {
  @Description('Verifies signatures (Standard Webhooks): `whsec_` and 32 bytes in Base64')
  @IsString()
  secret!: string;
}

@Description('An application’s webhooks, oldest first')
export class WebhookList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: Webhook } })
  webhooks!: Webhook[];
}

/** The application's webhooks, the oldest first. */
export class FindWebhooks extends Query<Result<WebhookList, Refusal<'validation-failed'>>> {}
