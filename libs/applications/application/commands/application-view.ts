import type { Application as ApplicationView } from '../../contract/application.js';
import type { Application } from '../../domain/application/application.js';

export const applicationView = ({ slug, settings }: Application): ApplicationView =>
  ({ slug, ...settings }) as ApplicationView;
