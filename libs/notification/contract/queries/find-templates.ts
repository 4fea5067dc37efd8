import type { OwnTemplate } from '../read-models/mail-template.js';

/** The mails that an application has in its own words. */
export interface FindTemplates {
  ofApplication(application: string): Promise<OwnTemplate[]>;
}
