import { accessEvents } from '@gatehouse/access/contract';
import { applicationsEvents } from '@gatehouse/applications/contract';
import { notificationEvents } from '@gatehouse/notification/contract';
import type { AllEventContracts } from '@gatehouse/platform/asyncapi';
import { registrationEvents } from '@gatehouse/registration/contract';
import { webhooksEvents } from '@gatehouse/webhooks/contract';

/** Everything that others may follow, by type. */
export const publishedEvents: AllEventContracts = {
  ...registrationEvents,
  ...accessEvents,
  ...applicationsEvents,
  ...notificationEvents,
  ...webhooksEvents,
};
