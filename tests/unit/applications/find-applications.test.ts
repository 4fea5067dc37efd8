import { type Administrator, type QueryContext, queryWith } from '@gatehouse/kernel';
import type { ApplicationViews, KnownApplications } from '../../../libs/applications/application/ports/applications.js';
import { FindAppearanceHandler } from '../../../libs/applications/application/settings/find-appearance.js';
import {
  FindApplicationHandler,
  FindApplicationsHandler,
  FindOneApplicationHandler,
  FindOriginAllowedHandler,
} from '../../../libs/applications/application/settings/find-applications.js';
import type { Application } from '../../../libs/applications/contract/application.js';
import { FindAppearance } from '../../../libs/applications/contract/queries/find-appearance.js';
import {
  FindApplication,
  FindApplications,
  FindOneApplication,
  FindOriginAllowed,
} from '../../../libs/applications/contract/queries/find-applications.js';
import { shownApplication } from '../../support/applications/shown-application.js';

const NOBODY: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };
const as = (administrator: Partial<Administrator>): QueryContext => ({
  ...NOBODY,
  administrator: { kind: 'user', id: 'ada', application: 'shop', everywhere: false, ...administrator },
});
const OF_SHOP = as({});
const OPERATOR = as({ kind: 'operator', id: null, application: 'default', everywhere: true });
const UNKNOWN = { ok: false, error: { code: 'application-not-found' } };

/** Applications by slug. */
class Views implements ApplicationViews, KnownApplications {
  readonly #all: readonly Application[];

  constructor(...all: readonly Application[]) {
    this.#all = all.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
  }

  async bySlug(slug: string): Promise<Application | null> {
    return this.#all.find((application) => application.slug === slug) ?? null;
  }

  async allowsOrigin(origin: string): Promise<boolean> {
    return this.#all.some(({ allowedOrigins }) => allowedOrigins.includes(origin));
  }

  async page({ after, limit, only }: Parameters<ApplicationViews['page']>[0]): Promise<Application[]> {
    const open = this.#all.filter(({ slug }) => (only === null || slug === only) && slug > (after ?? ''));
    return open.slice(0, limit);
  }
}

const ports = (...all: readonly Application[]) => {
  const views = new Views(...all);
  return { known: views, applications: views };
};

describe('an application as every process knows it', () => {
  const shop = shownApplication('shop', { allowedOrigins: ['https://shop.example'] });

  it('is found by its slug', async () => {
    const find = (slug: string) =>
      new FindApplicationHandler(ports(shop)).execute(queryWith(FindApplication, { slug }));
    expect(await find('shop')).toEqual({ ok: true, value: shop });
    expect(await find('garden')).toEqual(UNKNOWN);
  });

  it('lets browsers call from its origins', async () => {
    const find = (origin: string) =>
      new FindOriginAllowedHandler(ports(shop)).execute(queryWith(FindOriginAllowed, { origin }));
    expect(await find('https://shop.example')).toEqual({ ok: true, value: true });
    expect(await find('https://garden.example')).toEqual({ ok: true, value: false });
  });
});

describe('an application as it is at this moment', () => {
  const shop = shownApplication('shop');
  const find = (slug: string, context: QueryContext) =>
    new FindOneApplicationHandler(ports(shop)).execute(queryWith(FindOneApplication, { slug }), context);

  it('is there for its administrators, and for those whom all are open to', async () => {
    expect(await find('shop', OF_SHOP)).toEqual({ ok: true, value: shop });
    expect(await find('shop', OPERATOR)).toEqual({ ok: true, value: shop });
  });

  it.each([
    ['nobody', NOBODY],
    ['administrators of another', as({ application: 'garden' })],
  ])('is not there for %s', async (_name, context) => {
    expect(await find('shop', context)).toEqual(UNKNOWN);
  });

  it('is not there if it never was', async () => {
    expect(await find('garden', OPERATOR)).toEqual(UNKNOWN);
  });
});

describe('a list of applications', () => {
  const all = Array.from({ length: 60 }, (_, index) => shownApplication(`shop-${index + 10}`));
  const find = async (fields: Partial<FindApplications>, context: QueryContext) => {
    const answer = await new FindApplicationsHandler(ports(...all)).execute(
      queryWith(FindApplications, fields),
      context,
    );
    if (!answer.ok) return answer.error.code;
    const { applications, nextAfter } = answer.value;
    return { slugs: applications.map(({ slug }) => slug), nextAfter };
  };

  it('comes page by page, fifty at once', async () => {
    const page = await find({}, OPERATOR);
    expect(page).toMatchObject({ slugs: { length: 50 }, nextAfter: 'shop-59' });
    expect(await find({ after: 'shop-59' }, OPERATOR)).toMatchObject({ slugs: { length: 10 }, nextAfter: null });
  });

  it('comes as many at once as is said', async () => {
    expect(await find({ limit: 2 }, OPERATOR)).toEqual({ slugs: ['shop-10', 'shop-11'], nextAfter: 'shop-11' });
    expect(await find({ limit: 60 }, OPERATOR)).toMatchObject({ slugs: { length: 60 }, nextAfter: null });
    expect(await find({ limit: null, after: null }, OPERATOR)).toMatchObject({ slugs: { length: 50 } });
  });

  it('has their own alone for everybody else', async () => {
    expect(await find({}, as({ application: 'shop-30' }))).toEqual({ slugs: ['shop-30'], nextAfter: null });
    expect(await find({}, as({ application: 'garden' }))).toEqual({ slugs: [], nextAfter: null });
    expect(await find({}, NOBODY)).toEqual({ slugs: [], nextAfter: null });
  });
});

describe('how an application appears', () => {
  const find = (application: Application, slug = 'shop') =>
    new FindAppearanceHandler(ports(application)).execute(new FindAppearance(), { ...NOBODY, application: slug });

  it('has the defaults where nothing was said', async () => {
    expect(await find(shownApplication('shop'))).toEqual({
      ok: true,
      value: {
        application: 'shop',
        name: 'The shop',
        accentColor: '#1d4ed8',
        accentColors: {
          light: { accent: '#1d4ed8', onAccent: '#ffffff' },
          dark: { accent: expect.stringMatching(/^#[0-9a-f]{6}$/), onAccent: '#0b1220' },
        },
        cornerRadius: 10,
        colorScheme: 'auto',
        logo: null,
        termsUrl: null,
        privacyUrl: null,
        supportEmail: null,
      },
    });
  });

  it('is what was said', async () => {
    const logo = { path: '/a/shop/logo/abc', type: 'image/png', width: 48, height: 32 } as const;
    const appearance = {
      accentColor: '#006400',
      cornerRadius: 0,
      colorScheme: 'dark',
      termsUrl: 'https://shop.example/terms',
      privacyUrl: 'https://shop.example/privacy',
      supportEmail: 'help@shop.example',
    } as const;
    expect(await find(shownApplication('shop', { logo, appearance }))).toMatchObject({
      value: { ...appearance, logo, accentColors: { light: { accent: '#006400' } } },
    });
  });

  it('is a fault to ask of an application that no carrier has let through', async () => {
    await expect(find(shownApplication('shop'), 'garden')).rejects.toThrow('No application');
  });
});
