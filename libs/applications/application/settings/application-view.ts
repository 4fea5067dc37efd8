import type { Application as ApplicationView } from '../../contract/application.js';
import type { Application } from '../../domain/application/application.js';
import { grantsOf } from '../../domain/application/grants.js';

export const applicationView = ({ slug, settings, grants }: Application): ApplicationView =>
  ({ slug, ...settings, grants: grantsOf(grants) }) as ApplicationView;
