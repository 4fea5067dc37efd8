import { applicationsModule } from '@gatehouse/applications';
import type { Command, CommandContext, ResultOf } from '@gatehouse/kernel';
import { type Environment, readSettings } from '@gatehouse/platform/config';
import { PLATFORM, platformModule } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import { Database } from '@gatehouse/platform/postgres';
import { REGISTRATION, registrationModule } from '@gatehouse/registration';
import {
  AbandonActivationCode,
  ActivateUser,
  AuthenticateUser,
  DispatchActivationCode,
  ProveRegisteredPhone,
  RegisterUser,
  RequestPasswordReset,
  ResendActivationCode,
  ResendPhoneActivationCode,
  ResetPassword,
  StartActivationCode,
} from '@gatehouse/registration/contract';
import { Container } from 'inversify';
import type postgres from 'postgres';
import type { TestDatabase } from '../database.js';
import { hashCheaply } from './cheap-hashes.js';

/** The same in every run, and so is what they derive. */
const KEYS = `first:${Buffer.alloc(32, 'tests').toString('base64')}`;

const ENVIRONMENT: Environment = {
  APP_ENV: 'test',
  LOG_LEVEL: 'silent',
  CODE_KEYS: KEYS,
  TOKEN_KEYS: KEYS,
  // Some tests ask for hundreds of things at once, and are not about admission.
  HASH_QUEUE_LIMIT: '10000',
  HASH_QUEUE_SECONDS: '600',
  MESSAGES_PER_RECIPIENT_AND_DAY: '100000',
};

export const SEND_TIMEOUT_SECONDS = 10;

export interface Person {
  readonly email: string;
  readonly password: string;
}

export type Context = Partial<CommandContext>;

export interface HarnessOptions {
  /** As expensive as in production; cheap by default. */
  readonly dearHashes?: boolean;
}

/** The registration context as the apps compose it, on a test's database, and the steps of its stories. */
export class RegistrationHarness {
  readonly container = new Container();

  constructor(
    private readonly db: TestDatabase,
    environment: Environment = {},
    { dearHashes = false }: HarnessOptions = {},
  ) {
    const settings = readSettings({ ...ENVIRONMENT, DATABASE_URL: db.url, ...environment });
    const logger = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');
    this.container.load(platformModule(settings, logger, 'tests'), applicationsModule, registrationModule);
    if (!dearHashes) hashCheaply(this.container);
    // The machine may be busy with more than this test, and no test here is about slowness.
    this.container.rebind(PLATFORM.database).toConstantValue(
      new Database({
        url: db.url,
        applicationName: 'registration',
        poolSize: settings.database.poolSize,
        deadlineMs: 60_000,
      }),
    );
  }

  execute<R>(command: Command<R>, context: Context = {}): Promise<R> {
    const bus = this.container.get(PLATFORM.commandBus);
    return bus.execute(command, { application: 'default', network: null, requestId: 'test', ...context });
  }

  signUp(person: Person & Partial<RegisterUser>, context?: Context): Promise<ResultOf<RegisterUser>> {
    return this.execute(fill(new RegisterUser(), person), context);
  }

  /** Signs up and answers the registration's id. */
  async register(person: Person & Partial<RegisterUser>, context?: Context): Promise<string> {
    const signedUp = await this.signUp(person, context);
    if (!signedUp.ok) throw new Error(`Sign-up refused: ${JSON.stringify(signedUp.error)}`);
    return signedUp.value.profile.id;
  }

  askAgain(email: string, context?: Context): Promise<ResultOf<ResendActivationCode>> {
    return this.execute(fill(new ResendActivationCode(), { email }), context);
  }

  dispatch(codeId: string, context?: Context): Promise<ResultOf<DispatchActivationCode>> {
    const fields = { codeId, sendTimeoutSeconds: SEND_TIMEOUT_SECONDS };
    return this.execute(fill(new DispatchActivationCode(), fields), context);
  }

  start(codeId: string, context?: Context): Promise<ResultOf<StartActivationCode>> {
    return this.execute(fill(new StartActivationCode(), { codeId }), context);
  }

  abandon(codeId: string, reason: string, context?: Context): Promise<ResultOf<AbandonActivationCode>> {
    return this.execute(fill(new AbandonActivationCode(), { codeId, reason }), context);
  }

  activate(person: Person, code: string, context?: Context): Promise<ResultOf<ActivateUser>> {
    const { email, password } = person;
    return this.execute(fill(new ActivateUser(), { email, password, code }), context);
  }

  provePhone({ email, password }: Person, code: string, context?: Context): Promise<ResultOf<ProveRegisteredPhone>> {
    return this.execute(fill(new ProveRegisteredPhone(), { email, password, code }), context);
  }

  resendSms({ email, password }: Person, context?: Context): Promise<ResultOf<ResendPhoneActivationCode>> {
    return this.execute(fill(new ResendPhoneActivationCode(), { email, password }), context);
  }

  authenticate({ email, password }: Person, context?: Context): Promise<ResultOf<AuthenticateUser>> {
    return this.execute(fill(new AuthenticateUser(), { email, password }), context);
  }

  askReset(email: string, context?: Context): Promise<ResultOf<RequestPasswordReset>> {
    return this.execute(fill(new RequestPasswordReset(), { email }), context);
  }

  resetPassword(email: string, code: string, newPassword: string, context?: Context): Promise<ResultOf<ResetPassword>> {
    return this.execute(fill(new ResetPassword(), { email, code, newPassword }), context);
  }

  /** The latest reset code of a canonical address, dispatched and accepted as the worker does: digits where it is sent. */
  async deliverReset(email: string, context?: Context): Promise<string | null> {
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where target = ${email} and purpose = 'password-reset'
      order by issued_at desc, number desc limit 1`;
    if (!code) throw new Error(`No reset of ${email}`);
    const dispatched = await this.dispatch(code.id, context);
    if (!dispatched.ok) throw new Error(`Not dispatched: ${dispatched.error.code}`);
    await this.start(code.id, context);
    return dispatched.value.kind === 'code' ? dispatched.value.digits : null;
  }

  digitsOf({ id, key_id: keyId, digits }: { id: string; key_id: string; digits: number }): string {
    return this.container.get(REGISTRATION.codeDigits).of({ id, keyId, digits });
  }

  /** Ids of a registration's codes, oldest first. */
  async codeIds(userId: string): Promise<string[]> {
    const rows = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where user_id = ${userId} order by issued_at, id`;
    return rows.map(({ id }) => id);
  }

  async latestCode(userId: string): Promise<string> {
    const id = (await this.codeIds(userId)).at(-1);
    if (id === undefined) throw new Error(`No code for ${userId}`);
    return id;
  }

  /** The worker hands the latest code's mail over: answers its digits before the provider has accepted it. */
  async send(userId: string, context?: Context): Promise<string> {
    const dispatched = await this.dispatch(await this.latestCode(userId), context);
    if (!dispatched.ok || dispatched.value.kind !== 'code') throw new Error(`No code: ${JSON.stringify(dispatched)}`);
    return dispatched.value.digits;
  }

  /** The same, and the provider accepts: the minute begins. */
  async deliver(userId: string, context?: Context): Promise<string> {
    const digits = await this.send(userId, context);
    await this.start(await this.latestCode(userId), context);
    return digits;
  }

  /** Hands over a registration's latest message of one channel, and the provider accepts: answers its digits. */
  async deliverBy(channel: 'mail' | 'sms', userId: string, context?: Context): Promise<string> {
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where user_id = ${userId} and channel = ${channel}
      order by issued_at desc, number desc limit 1`;
    if (!code) throw new Error(`Nothing for ${userId} by ${channel}`);
    const dispatched = await this.dispatch(code.id, context);
    if (!dispatched.ok || dispatched.value.kind !== 'code') throw new Error(`No code: ${JSON.stringify(dispatched)}`);
    await this.start(code.id, context);
    return dispatched.value.digits;
  }

  async activated(person: Person & Partial<RegisterUser>, context?: Context): Promise<string> {
    const userId = await this.register(person, context);
    const answer = await this.activate(person, await this.deliver(userId, context), context);
    if (!answer.ok) throw new Error(`Activation refused: ${JSON.stringify(answer.error)}`);
    return userId;
  }

  async close(): Promise<void> {
    await this.container.get(PLATFORM.database).close();
  }
}

const fill = <C extends object>(command: C, fields: Partial<C>): C => Object.assign(command, fields);

/** A number of as many digits that is not the one given. */
export const otherThan = (digits: string, steps = 1): string =>
  String((Number(digits) + steps) % 10 ** digits.length).padStart(digits.length, '0');

/** Empties what registrations write, and lets them begin at a moment that does not move by itself. */
export async function beginAt(db: TestDatabase, moment: Date): Promise<void> {
  await db.sql`truncate gatehouse.users, gatehouse.activation_codes, gatehouse.throttles, gatehouse.password_tries,
    gatehouse.notices, gatehouse.email_changes, gatehouse.event_log,
    gatehouse.sms_ranges, gatehouse.sms_countries, gatehouse.sms_stops`;
  await db.setTime(moment);
}

/** Changes an application's policy. The service keeps what it has read for two seconds, so set it before. */
export async function setPolicy(db: TestDatabase, policy: postgres.JSONValue, slug = 'default'): Promise<void> {
  await db.sql`
    insert into gatehouse.applications (slug, name, policy) values (${slug}, ${slug}, ${db.sql.json(policy)})
    on conflict (slug) do update set policy = excluded.policy`;
}
