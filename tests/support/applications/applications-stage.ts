import type { Administrator, CommandContext } from '@gatehouse/kernel';
import { StoppedClock } from '../access/stopped-clock.js';
import { CountedIds } from '../handlers/counted-ids.js';
import { Written } from '../handlers/written.js';
import { InMemoryApplications, InMemoryLogos } from './in-memory-applications.js';
import { InMemoryKeys, plainSecrets } from './in-memory-keys.js';

const OF_SHOP: Administrator = { kind: 'user', id: 'ada', application: 'shop', everywhere: false };
const OPERATOR: Administrator = { kind: 'operator', id: null, application: 'default', everywhere: true };

export const SHOP: CommandContext = {
  application: 'shop',
  network: null,
  requestId: 'request-1',
  administrator: OF_SHOP,
};
export const GARDEN: CommandContext = { ...SHOP, application: 'garden' };
/** The shop's application in the hands of the operator. */
export const BY_OPERATOR: CommandContext = { ...SHOP, administrator: OPERATOR };

/** What the handlers of applications and their keys need, kept in memory. There is one application, the shop's. */
export class ApplicationsStage {
  readonly clock = new StoppedClock(new Date('2026-05-01T12:00:00.000Z'));
  readonly ids = new CountedIds();
  readonly written = new Written();
  readonly applications = new InMemoryApplications(this.written);
  readonly logos = new InMemoryLogos(this.applications);
  readonly keys = new InMemoryKeys(this.written, this.clock);
  readonly secrets = plainSecrets;
  readonly providers = { mail: ['mailjet', 'ses'], sms: ['twilio'] };

  constructor() {
    this.applications.set('shop');
  }
}
