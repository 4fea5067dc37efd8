import { applicationOf, FindAppearance } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import type { ProviderChoices } from '../../application/ports/provider-reports.js';
import type { PageLinks, Senders } from '../../application/ports/rendering.js';
import type { MailLook, Sender } from '../../domain/message/message.js';
import type { RouteEntry } from '../../domain/provider/route.js';

const DEFAULT_APPLICATION = 'default';

/** Links to an application's own pages, or to this service's. They come from settings alone: a request chooses among those. */
export class ApplicationPageLinks implements PageLinks {
  readonly #queries: QueryBus;
  readonly #publicUrl: string;

  /** @param publicUrl how this service is reached from outside */
  constructor(queries: QueryBus, publicUrl: string) {
    this.#queries = queries;
    this.#publicUrl = publicUrl;
  }

  async activation(
    application: string,
    { userId, digits, redirect }: Parameters<PageLinks['activation']>[1],
  ): Promise<string> {
    return `${await this.#page(application, 'activate', redirect)}#user=${userId}&code=${digits}`;
  }

  async reset(application: string, proof?: Parameters<PageLinks['reset']>[1]): Promise<string> {
    const page = await this.#page(application, 'reset', proof?.redirect);
    return proof ? `${page}#code=${proof.digits}` : page;
  }

  async emailUndo(application: string, { token }: { readonly token: string }): Promise<string> {
    return `${await this.#page(application, 'email-undo')}#token=${token}`;
  }

  async host(application: string): Promise<string> {
    return new URL((await this.#own(application)) ?? this.#publicUrl).hostname;
  }

  async #own(application: string): Promise<string | null> {
    return (await applicationOf(this.#queries, application))?.linkBaseUrl ?? null;
  }

  async #page(application: string, name: string, redirect: string | null = null): Promise<string> {
    const own = await this.#own(application);
    const address = below(own ?? this.#publicUrl, `/${name}`);
    // An application's own page knows whose it is; ours serves them all.
    const query = new URLSearchParams({
      ...(own === null && application !== DEFAULT_APPLICATION && { application }),
      ...(redirect !== null && { redirect }),
    });
    return query.size > 0 ? `${address}?${query}` : address;
  }
}

const below = (address: string, path: string): string => `${address.replace(/\/+$/, '')}${path}`;

/** Messages speak in the name of the application that their person signed up at. */
export class ApplicationSenders implements Senders {
  readonly #queries: QueryBus;
  readonly #publicUrl: string;

  /** @param publicUrl how this service is reached from outside */
  constructor(queries: QueryBus, publicUrl: string) {
    this.#queries = queries;
    this.#publicUrl = publicUrl;
  }

  /** @throws Error for an unknown slug: no one can have signed up there */
  async of(application: string): Promise<Sender> {
    const found = await applicationOf(this.#queries, application);
    if (!found) throw new Error(`No application "${application}"`);
    const { name, defaultLocale, sender, replyTo, policy } = found;
    const { mail, sms } = choicesIn(policy);
    return {
      application,
      applicationName: name,
      defaultLocale,
      ...(sender && { from: { email: sender.email, name: sender.name ?? name } }),
      ...(replyTo !== null && { replyTo }),
      ...((mail || sms) && { routes: { ...(mail && { mail }), ...(sms && { sms }) } }),
      look: await this.#lookOf(application),
    };
  }

  async #lookOf(application: string): Promise<MailLook> {
    const found = await this.#queries.ask(queryWith(FindAppearance, {}), internalContext(application));
    if (!found.ok) throw new Error('An application without an appearance');
    const { colorScheme, accentColors, cornerRadius, logo, termsUrl, privacyUrl, supportEmail } = found.value;
    // Outlook shows no WebP, and most mail programs no SVG.
    const shown = logo?.type === 'image/png' ? logo : null;
    return {
      colorScheme,
      accentColors,
      cornerRadius,
      logo: shown && { url: below(this.#publicUrl, shown.path), width: shown.width, height: shown.height },
      termsUrl,
      privacyUrl,
      supportEmail,
    };
  }
}

/** Which providers applications have chosen for their messages, and at what share. */
export class ApplicationChoices implements ProviderChoices {
  constructor(private readonly queries: QueryBus) {}

  async of(application: string): ReturnType<ProviderChoices['of']> {
    const found = await applicationOf(this.queries, application);
    return found ? choicesIn(found.policy) : {};
  }
}

type Policy = NonNullable<Awaited<ReturnType<typeof applicationOf>>>['policy'];

const choicesIn = ({ providers }: Policy) => ({ mail: entriesOf(providers?.mail), sms: entriesOf(providers?.sms) });

/** `resend:5`: the provider with its share. */
const entriesOf = (entries: readonly string[] | null | undefined): readonly RouteEntry[] | undefined =>
  entries?.map((entry) => {
    const [provider = '', share] = entry.split(':');
    return { provider, share: share === undefined ? null : Number(share) };
  });
