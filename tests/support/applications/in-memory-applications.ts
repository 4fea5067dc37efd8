import type { CommandContext } from '@gatehouse/kernel';
import type { Applications } from '../../../libs/applications/application/ports/applications.js';
import type { Logos } from '../../../libs/applications/application/ports/logos.js';
import type { Logo } from '../../../libs/applications/contract/queries/find-appearance.js';
import { type Application, defaultSettings } from '../../../libs/applications/domain/application/application.js';
import type { Written } from '../handlers/written.js';

interface KeptApplication {
  readonly application: Application;
  readonly version: number;
}

/** Applications of a test. One has a version more after each change, its logo's included. */
export class InMemoryApplications implements Applications {
  /** Happens once, just before the next change is written. */
  beforeNextSave: (() => Promise<unknown>) | undefined;
  readonly #applications = new Map<string, KeptApplication>();

  constructor(private readonly written: Written) {}

  /** The application of this slug, changed where there is one, as if that had been done before the test. */
  set(slug: string, changes: Partial<Application> = {}): void {
    const fresh = { id: `id of ${slug}`, slug, settings: { ...defaultSettings, name: slug }, logo: null, grants: {} };
    const known = this.#applications.get(slug) ?? { application: fresh, version: 1 };
    this.#applications.set(slug, { ...known, application: { ...known.application, ...changes } });
  }

  async find(slug: string): Promise<KeptApplication | null> {
    return this.#applications.get(slug) ?? null;
  }

  async add(...[application, event, context]: Parameters<Applications['add']>): Promise<boolean> {
    if (this.#applications.has(application.slug)) return false;
    this.#applications.set(application.slug, { application, version: 1 });
    this.written.add(event, context);
    return true;
  }

  async save(...[application, change, context]: Parameters<Applications['save']>): Promise<boolean> {
    const { beforeNextSave } = this;
    this.beforeNextSave = undefined;
    await beforeNextSave?.();
    if (this.#applications.get(application.slug)?.version !== change.version) return false;
    this.#applications.set(application.slug, { application, version: change.version + 1 });
    this.written.add(change.event, context);
    return true;
  }
}

/** The logos of these applications. */
export class InMemoryLogos implements Logos {
  /** The names that were looked for as new. */
  readonly lookedFor: string[] = [];
  readonly #logos = new Map<string, Logo>();

  constructor(private readonly applications: InMemoryApplications) {}

  async save(
    slug: string,
    logo: Parameters<Logos['save']>[1],
    ...rest: [Parameters<Logos['save']>[2], CommandContext]
  ) {
    const found = await this.applications.find(slug);
    if (!found || !(await this.applications.save({ ...found.application, logo: logo?.image ?? null }, ...rest))) {
      return false;
    }
    this.#logos.delete(slug);
    if (logo) this.#logos.set(slug, { name: logo.image.name, type: logo.image.type, content: logo.content });
    return true;
  }

  async find(slug: string, _name: string): Promise<Logo | null> {
    return this.#logos.get(slug) ?? null;
  }

  async findNew(slug: string, name: string): Promise<Logo | null> {
    this.lookedFor.push(name);
    const logo = this.#logos.get(slug);
    return logo?.name === name ? logo : null;
  }
}
