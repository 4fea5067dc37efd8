import { randomUUID } from 'node:crypto';
import { EndOvertakenSessions } from '@gatehouse/access/contract';
import { RemoveLogo, SetLogo } from '@gatehouse/applications/contract';
import { RecordProviderState, RemoveSuppression, SendTestMail } from '@gatehouse/notification/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { CreateAccount, RecountFunnel } from '@gatehouse/registration/contract';
import { newSlug } from '../../../support/administration.js';
import { somebody } from '../../../support/api.js';
import { png } from '../../../support/images.js';
import { type CutCommand, cut, outcomeOfCommand } from './attempt.js';

const IMAGE = png().toString('base64');

/** What the operator's program and subscribers ask for: no route does. */
export const operation: readonly CutCommand[] = [
  cut(
    'an account that the operator creates',
    async () => {
      const person = { ...somebody() };
      return (_api, { operator }) => outcomeOfCommand(operator, commandFrom(CreateAccount, person));
    },
    { again: 'email-taken' },
  ),
  cut('end of sessions that other credentials have overtaken', async (stage) => {
    const { id } = await stage.admin.someone('user');
    const fields = { userId: id, credentialsVersion: 99, keptSession: null };
    return (_api, { worker }) => outcomeOfCommand(worker, commandFrom(EndOvertakenSessions, fields));
  }),
  cut('a logo', async (stage) => {
    const slug = newSlug();
    await stage.admin.createApplication(slug);
    return (_api, { operator }) => outcomeOfCommand(operator, commandFrom(SetLogo, { image: IMAGE }), slug);
  }),
  cut('removal of a logo', async (stage) => {
    const slug = newSlug();
    await stage.admin.createApplication(slug);
    await stage.admin.execute(commandFrom(SetLogo, { image: IMAGE }), slug);
    return (_api, { operator }) => outcomeOfCommand(operator, new RemoveLogo(), slug);
  }),
  cut(
    'removal of a suppression',
    async ({ db }) => {
      const suppressionId = randomUUID();
      await db.sql`
        insert into gatehouse.suppressions (application, recipient_key, id, channel, cause, provider, message_id)
        values ('default', ${Buffer.from(suppressionId)}, ${suppressionId}, 'mail', 'bounced', 'postmark', ${suppressionId})`;
      return (_api, { operator }) => outcomeOfCommand(operator, commandFrom(RemoveSuppression, { suppressionId }));
    },
    { again: 'suppression-unknown' },
  ),
  cut('the state of a provider', async () => {
    const fields = {
      channel: 'mail',
      provider: randomUUID(),
      processId: randomUUID(),
      state: 'open',
      reason: 'http-500',
    };
    return (_api, { worker }) => outcomeOfCommand(worker, commandFrom(RecordProviderState, fields));
  }),
  cut(
    'a new count of the funnel',
    async () =>
      (_api, { operator }) =>
        outcomeOfCommand(operator, commandFrom(RecountFunnel, {})),
    {
      costs: { audit_log: 1 },
    },
  ),
  cut(
    'a mail that tries a template',
    async (stage) => {
      const slug = newSlug();
      await stage.admin.createApplication(slug);
      const fields = { template: 'activation-code', locale: 'fr', recipient: somebody().email };
      return (_api, { operator }) => outcomeOfCommand(operator, commandFrom(SendTestMail, fields), slug);
    },
    { costs: { audit_log: 1 } },
  ),
];
