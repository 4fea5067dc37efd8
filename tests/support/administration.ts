import { randomUUID } from 'node:crypto';
import { ChangeApplication, CreateApplication, CreateKey } from '@gatehouse/applications/contract';
import { type Administrator, type Command, KEY_SCOPES, type Result } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { type ApiHarness, type Person, somebody } from './api.js';
import type { TestDatabase } from './database.js';

/** Who runs the service, at the machine itself. */
export const OPERATOR: Administrator = { kind: 'operator', id: null, application: 'default', everywhere: true };

type Methods = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Applications with people who have roles in them, and with keys. */
export class Administration {
  constructor(
    private readonly api: ApiHarness,
    private readonly db: TestDatabase,
    /** Where a worker sends the codes, the accounts take theirs from its mails. */
    private readonly accounts: { activated(person: Person, application?: string): Promise<string> } = api,
  ) {}

  execute<T>(command: Command<Result<T, { readonly code: string }>>, application = 'default') {
    const context = { application, network: null, requestId: 'tests', administrator: OPERATOR };
    return this.api.container.get(PLATFORM.commandBus).execute(command, context);
  }

  /** The application is there, and every request knows it at once: what is kept of applications ages by the service's clock. */
  async createApplication(slug: string, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
    accepted(await this.execute(commandFrom(CreateApplication, { slug, name: `The ${slug}`, ...fields })));
  }

  async changeApplication(slug: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    accepted(await this.execute(commandFrom(ChangeApplication, fields), slug));
  }

  async keyOf(application = 'default'): Promise<{ id: string; key: string }> {
    return accepted(await this.execute(commandFrom(CreateKey, { name: 'tests', scopes: KEY_SCOPES }), application));
  }

  async tokenOf(person: Person, application = 'default'): Promise<string> {
    const answer = await this.api.http.post('/v1/sessions').set('Gatehouse-Application', application).send(person);
    if (answer.status !== 201) throw new Error(`Sign-in refused: ${JSON.stringify(answer.body)}`);
    return (answer.body as { accessToken: string }).accessToken;
  }

  /** Somebody with this role, signed in. */
  async someone(role: 'user' | 'support' | 'admin', application = 'default') {
    const person = somebody();
    const id = await this.accounts.activated(person, application);
    if (role !== 'user') {
      await this.db.sql`
        insert into gatehouse.user_roles (application, user_id, role) values (${application}, ${id}, ${role})`;
    }
    return { id, person, token: await this.tokenOf(person, application) };
  }

  call(bearer: string, method: Methods, path: string, application?: string) {
    const request = this.api.http[method](path).auth(bearer, { type: 'bearer' });
    return application === undefined ? request : request.set('Gatehouse-Application', application);
  }
}

export function accepted<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A slug that nobody has. */
export const newSlug = (): string => `app-${randomUUID().slice(0, 8)}`;
