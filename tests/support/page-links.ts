import { composeWorker } from '@gatehouse/deployment';
import { NOTIFICATION } from '@gatehouse/notification';
import type { Settings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';

/** The link that the worker, composed as for production, puts into the mail of a sign-up. */
export async function activationLinkBy(
  settings: Settings,
  application: string,
  userId: string,
  digits: string,
  redirect: string | null = null,
) {
  const { container } = composeWorker(settings, createLogger(settings, 'tests'));
  return container.get(NOTIFICATION.links).activation(application, { userId, digits, redirect });
}
