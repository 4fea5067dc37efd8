import { accessRefusals } from '@gatehouse/access/contract';
import { applicationsRefusals } from '@gatehouse/applications/contract';
import type { Refusal } from '@gatehouse/kernel';
import { notificationRefusals } from '@gatehouse/notification/contract';
import { registrationRefusals } from '@gatehouse/registration/contract';
import { webhooksRefusals } from '@gatehouse/webhooks/contract';

/** What the codes of refusals mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  ...registrationRefusals,
  ...accessRefusals,
  ...applicationsRefusals,
  ...webhooksRefusals,
  ...notificationRefusals,
  'field-unknown': 'Unknown field',
};

/** A command's business "no", on its way to anyone who sits at the machine. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    const faults = (refusal.errors ?? []).map(({ pointer, message }) => `\n  ${pointer.slice(1)}: ${message}`);
    super(`${refusal.detail ?? MEANINGS[refusal.code] ?? refusal.code}${faults.join('')}`);
  }
}
