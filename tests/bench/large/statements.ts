import { randomBytes, randomInt } from 'node:crypto';
import { applicationsModule } from '@gatehouse/applications';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM, platformModule } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import type { Database } from '@gatehouse/platform/postgres';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
import { Container } from 'inversify';
import type postgres from 'postgres';
import { activeNumbers, emailOf, pendingNumbers } from './large-deployment.ts';

const KEY = `bench:${Buffer.alloc(32, 'bench').toString('base64')}`;

/** What is compared: each runs once for somebody other than before. */
export interface MeasuredStatement {
  readonly name: string;
  /** The unit of comparison, in words. */
  readonly does: string;
  /** How many times the median among few may be that among many. */
  readonly atMost: number;
  /** Runs in each round of which the number is a multiple of this. */
  readonly every: number;
  readonly run: () => Promise<unknown>;
}

const ALIKE = { atMost: 1.2, every: 1 };
/**
 * Looks through the newest 10,000 people, who are all of a small deployment, and asks the index of terms for those beyond: twice
 * the work, however many there are. It takes a hundred times as long as the others.
 */
const BOUNDED = { atMost: 5, every: 11 };

/**
 * The service’s own statements, as its adapters send them, over the database given.
 * @param sql for choosing people; it is not measured
 */
export async function measuredStatements(
  database: Database,
  url: string,
  sql: postgres.Sql,
  people: number,
): Promise<readonly MeasuredStatement[]> {
  const { container } = contextsOn(database, url);
  const ids = container.get(PLATFORM.ids);
  const registrations = container.get(REGISTRATION.registrations);
  const tries = container.get(REGISTRATION.chargedTries);
  const { policy } = await container.get(REGISTRATION.applications).get('default');
  const [profile, users] = [container.get(REGISTRATION.profileViews), container.get(REGISTRATION.userViews)];
  const known = await idsOf(sql, people);
  const network = () => `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(256)}`;
  const application = 'default';

  const search = (text: string) => users.matching({ application, text, state: null, after: null, limit: 51 });

  return [
    {
      name: 'sign-up',
      does: 'the statement that writes the user, the code, two events and the counts of messages',
      ...ALIKE,
      run: () =>
        registrations.add(
          newcomer(() => ids.next()),
          network(),
          policy.messages,
        ),
    },
    {
      name: 'activation’s read',
      does: 'the statement that counts the password try and reads the address’ people and codes',
      ...ALIKE,
      run: () => {
        const email = emailOf(oneOf(pendingNumbers(people)));
        return tries.chargePassword(
          { application, email, network: network() },
          policy.guessing,
          policy.codes.activation,
        );
      },
    },
    {
      name: 'profile by id',
      does: 'the select of `GET /v1/users/me`',
      ...ALIKE,
      run: () => profile.of({ application, userId: known[randomInt(known.length)] as string }),
    },
    {
      name: 'admin search by email',
      does: 'the select of `POST /v1/admin/users/lookup`',
      ...ALIKE,
      run: () => users.ofAddress({ application, canonicalEmail: emailOf(oneOf(activeNumbers(people))) }),
    },
    {
      name: 'admin search by a part that one has',
      does: 'the select of `POST /v1/admin/users/search` for eight letters from the middle of an address',
      ...BOUNDED,
      run: () => search(emailOf(oneOf(activeNumbers(people))).slice(1, 9)),
    },
    {
      name: 'admin search by a part that all have',
      does: 'the same select for `@bench.example`',
      ...BOUNDED,
      run: () => search('@bench.example'),
    },
  ];
}

/** The contexts with one database for everything. */
export function contextsOn(database: Database, url: string): { readonly container: Container } {
  const environment = { APP_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: url, CODE_KEYS: KEY, TOKEN_KEYS: KEY };
  const settings = readSettings(environment);
  const container = new Container();
  const logger = createLogger(settings, 'bench');
  container.load(platformModule(settings, logger, 'bench'), applicationsModule, registrationModule);
  container.rebind(PLATFORM.database).toConstantValue(database);
  container.rebind(PLATFORM.readDatabase).toConstantValue(database);
  return { container };
}

const oneOf = ({ from, to }: { readonly from: number; readonly to: number }): number => randomInt(from, to + 1);

/** Of people from all over the table. */
async function idsOf(sql: postgres.Sql, people: number): Promise<string[]> {
  const emails = Array.from({ length: 2_000 }, () => emailOf(oneOf(activeNumbers(people))));
  const rows = await sql<{ id: string }[]>`
    select id from gatehouse.users where application = 'default' and email = any(${emails}::text[])
      and state in ('active', 'suspended')`;
  return rows.map(({ id }) => id);
}

/** What a sign-up hands to its statement. */
function newcomer(next: () => string) {
  const email = `${randomBytes(6).toString('hex')}@new.example.com`;
  const [userId, codeId] = [next(), next()];
  const details = { name: 'Ada', surname: 'Lovelace', phone: null, hobbies: [], birthDate: null, locale: 'en' };
  const data = { codeId, userId, purpose: 'activation' as const, channel: 'mail' as const };
  return {
    user: {
      id: userId,
      application: 'default',
      state: 'pending',
      email: { canonical: email, shown: email },
      passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`,
      details,
    } as never,
    event: { id: next(), subject: userId, type: 'user.registered.v1' as const, data: { userId, email, locale: 'en' } },
    activation: {
      code: {
        id: codeId,
        userId,
        keyId: 'bench',
        purpose: 'activation' as const,
        channel: 'mail' as const,
        target: null,
        targetDeliverable: null,
        digits: 4,
        lifeSeconds: 60,
        maxAttempts: 3,
        redirect: null,
      },
      event: {
        id: next(),
        subject: userId,
        type: 'activation-code.issued.v1' as const,
        data,
        awaits: ['sendAfter' as const],
      },
    },
  };
}
