import type { NewEvent } from '@gatehouse/kernel';
import type { ApplicationChanged, ApplicationCreated } from '../../contract/events.js';
import type { Application } from './application.js';

export const applicationCreated = (
  id: string,
  { id: subject, slug, settings: { name, preset } }: Application,
): NewEvent<ApplicationCreated> => ({ id, subject, type: 'application.created.v1', data: { slug, name, preset } });

export const applicationChanged = (
  id: string,
  { id: subject, slug }: Application,
  fields: readonly string[],
): NewEvent<ApplicationChanged> => ({ id, subject, type: 'application.changed.v1', data: { slug, fields } });
