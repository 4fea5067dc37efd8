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
  @Description('The key whose place it takes')
  @IsOptional()
  @IsUUID()
  replaces!: string | null;
}

/** What each event of this context says, for whoever follows it. */
export const applicationsEvents: EventContracts<ApplicationsEvent> = {
  'application.created.v1': {
    description: 'A product has come: people can sign up at it. The subject is the application’s id',
    data: OfNewApplication,
  },
  'application.changed.v1': {
    description: 'Something about an application is other than before; the fields are named',
    data: OfChangedApplication,
  },
  'key.created.v1': {
    description: 'A backend can call for the application with another key. The subject is the key',
    data: OfNewKey,
  },
  'key.revoked.v1': { description: 'A key opens nothing any more', data: OfKey },
};
