import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsRFC3339, IsString, ValidateNested } from 'class-validator';

@Description('A provider of mails or text messages')
export class ProviderState {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description('As the settings name it')
  @IsString()
  name!: string;

  @Description('Messages out of 100 that try it first although it is not the first; null if its place decides')
  @IsOptional()
  @IsInt()
  share!: number | null;

  @Description('`open` if a process currently sends nothing to it, except a probe from time to time')
  @IsIn(['closed', 'open'])
  state!: 'closed' | 'open';

  @Description('Why it is open: the provider’s answer or the network error')
  @IsOptional()
  @IsString()
  reason!: string | null;

  @Description('When a process last opened or closed it; null if none has')
  @IsOptional()
  @IsRFC3339()
  changedAt!: string | null;

  @Description('Messages that it accepted, of those created within the last 15 minutes')
  @IsInt()
  accepted!: number;

  @Description('Messages that it refused last, of those created within the last 15 minutes')
  @IsInt()
  refused!: number;
}

@Description('A provider that an application’s messages go to')
export class RoutedProvider {
  @IsString()
  name!: string;

  @Description('Messages out of 100 that try it first although it is not the first; null if its place decides')
  @IsOptional()
  @IsInt()
  share!: number | null;
}

const DECIDED_BY = ['application', 'settings', 'deployment'] as const;

@Description('The providers that an application’s messages of one channel go to, in order of preference')
export class ProviderRoute {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description(
    'Which list it is: chosen by the application (`policy.providers`), set for it by the operator (`MAIL_APPLICATION_PROVIDERS`, `SMS_APPLICATION_PROVIDERS`), or that of the deployment (`MAIL_PROVIDERS`, `SMS_PROVIDERS`)',
  )
  @IsIn(DECIDED_BY)
  decidedBy!: (typeof DECIDED_BY)[number];

  @Description('Without providers that the deployment no longer has')
  @IsArray()
  @ValidateNested({ each: true, context: { of: RoutedProvider } })
  providers!: readonly RoutedProvider[];
}

@Description('The providers in order of preference')
export class Providers {
  @Description('Whether the counts are of all applications, or of this one')
  @IsBoolean()
  ofAllApplications!: boolean;

  @IsArray()
  @ValidateNested({ each: true, context: { of: ProviderState } })
  providers!: readonly ProviderState[];

  @Description('The application whose routes these are')
  @IsString()
  application!: string;

  @Description('Where its messages go: one route for each channel that has providers')
  @IsArray()
  @ValidateNested({ each: true, context: { of: ProviderRoute } })
  routes!: readonly ProviderRoute[];
}

/** The providers that the settings name, whether messages go to them, and how many they took. */
export class FindProviders extends Query<Result<Providers, Refusal<never>>> {}
