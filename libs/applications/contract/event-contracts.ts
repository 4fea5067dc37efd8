import { Description, type EventContracts } from '@gatehouse/kernel';
import { IsArray, IsOptional, IsString, IsUUID } from 'class-validator';
import type { ApplicationsEvent } from './events.js';

class OfNewApplication {
  @IsString()
  slug!: string;

  @IsString()
  name!: string;

  @IsString()
  preset!: string;
}

class OfChangedApplication {
  @IsString()
  slug!: string;

  @IsArray()
  @IsString({ each: true })
  fields!: string[];
}

class OfKey {
  @IsUUID()
  keyId!: string;
}

class OfNewKey extends OfKey {
  @Description('The key that it replaces')
  @IsOptional()
  @IsUUID()
  replaces!: string | null;
}

/** What each event of this context says, for anyone who follows it. */
export const applicationsEvents: EventContracts<ApplicationsEvent> = {
  'application.created.v1': {
    description: 'An application was created. The subject is the application’s id',
    data: OfNewApplication,
  },
  'application.changed.v1': {
    description: 'An application was changed; the fields are listed',
    data: OfChangedApplication,
  },
  'key.created.v1': {
    description: 'A secret key was created for the application. The subject is the key',
    data: OfNewKey,
  },
  'key.revoked.v1': { description: 'A key was revoked', data: OfKey },
};
