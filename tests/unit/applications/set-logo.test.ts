import { type CommandContext, err, ok, queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import type { ReadImage } from '../../../libs/applications/application/ports/logos.js';
import {
  FindLogoHandler,
  RemoveLogoHandler,
  SetLogoHandler,
} from '../../../libs/applications/application/settings/set-logo.js';
import { RemoveLogo, SetLogo } from '../../../libs/applications/contract/commands/logo.js';
import { FindLogo } from '../../../libs/applications/contract/queries/find-appearance.js';
import type { LogoFault } from '../../../libs/applications/domain/application/logo.js';
import { ApplicationsStage, GARDEN, SHOP } from '../../support/applications/applications-stage.js';
import { shownApplication } from '../../support/applications/shown-application.js';

const UNKNOWN = { ok: false, error: { code: 'application-not-found' } };
const [FIRST, SECOND, NEVER] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];
const image = (name: string, changes: Partial<ReadImage> = {}): ReadImage => ({
  name,
  type: 'image/png',
  width: 48,
  height: 32,
  content: Buffer.from(name),
  removed: ['script'],
  ...changes,
});

describe('an application’s logo', () => {
  let stage: ApplicationsStage;
  beforeEach(() => {
    stage = new ApplicationsStage();
  });

  const set = (read: ReadImage | LogoFault, context: CommandContext = SHOP) =>
    new SetLogoHandler({
      ...stage,
      images: {
        read: async (text) => {
          expect(text).toBe('bytes');
          return typeof read === 'string' ? err(read) : ok(read);
        },
      },
    }).execute(commandFrom(SetLogo, { image: 'bytes' }), context);
  const remove = (context = SHOP) => new RemoveLogoHandler(stage).execute(new RemoveLogo(), context);
  const kept = async () => (await stage.applications.find('shop'))?.application.logo;
  const changed = (id: string) => ({
    id,
    subject: 'id of shop',
    type: 'application.changed.v1',
    data: { slug: 'shop', fields: ['logo'] },
  });

  describe('when it is set', () => {
    const answer = {
      path: `/a/shop/logo/${FIRST}`,
      type: 'image/png',
      width: 48,
      height: 32,
      removed: ['script'],
    };

    it('is kept with its bytes, and answered with its path and what was taken out', async () => {
      expect(await set(image(FIRST))).toEqual({ ok: true, value: answer });
      expect(await kept()).toEqual({ name: FIRST, type: 'image/png', width: 48, height: 32 });
      expect(await stage.logos.find('shop', FIRST)).toEqual({
        name: FIRST,
        type: 'image/png',
        content: Buffer.from(FIRST),
      });
      expect(stage.written.events).toEqual([changed('id-1')]);
      expect(stage.written.contexts).toEqual([SHOP]);
    });

    it('is written once where it is set again', async () => {
      await set(image(FIRST));
      expect(await set(image(FIRST))).toEqual({ ok: true, value: answer });
      expect(stage.written.events).toHaveLength(1);
    });

    it('takes the place of the one before, also of one that was set at that moment', async () => {
      await set(image(FIRST));
      stage.applications.beforeNextSave = () => set(image(NEVER));
      expect(await set(image(SECOND))).toMatchObject({ ok: true });
      expect(await kept()).toMatchObject({ name: SECOND });
      expect(stage.written.events).toHaveLength(3);
    });

    it('is refused for an application that is not there', async () => {
      expect(await set(image(FIRST), GARDEN)).toEqual(UNKNOWN);
    });

    it.each<[LogoFault | ReadImage, LogoFault, string]>([
      ['image-unreadable', 'image-unreadable', 'Must be a complete PNG, WebP or SVG image that is not animated'],
      ['image-empty', 'image-empty', 'Contains nothing that can be shown'],
      ['image-complex', 'image-complex', 'Has too many elements, or they are nested too deeply'],
      [image(FIRST, { width: 15 }), 'image-sides', 'Must be 16 to 2048 pixels wide and high'],
      [image(FIRST, { height: 2_049 }), 'image-sides', 'Must be 16 to 2048 pixels wide and high'],
    ])('is refused, and says why: %p', async (read, code, message) => {
      const error = { code: 'validation-failed', errors: [{ pointer: '/image', code, message }] };
      expect(await set(read)).toEqual({ ok: false, error });
      expect([await kept(), stage.written.events]).toEqual([null, []]);
    });
  });

  describe('when it is removed', () => {
    it('is gone', async () => {
      await set(image(FIRST));
      expect(await remove()).toEqual({ ok: true, value: null });
      expect([await kept(), await stage.logos.find('shop', FIRST)]).toEqual([null, null]);
      expect(stage.written.events).toEqual([changed('id-1'), changed('id-2')]);
      expect(stage.written.contexts).toEqual([SHOP, SHOP]);
    });

    it('changes nothing where there is none', async () => {
      expect(await remove()).toEqual({ ok: true, value: null });
      expect(stage.written.events).toEqual([]);
    });

    it('takes one along that was set at that moment', async () => {
      await set(image(FIRST));
      stage.applications.beforeNextSave = () => set(image(SECOND));
      expect(await remove()).toEqual({ ok: true, value: null });
      expect(await kept()).toBeNull();
    });

    it('is refused for an application that is not there', async () => {
      expect(await remove(GARDEN)).toEqual(UNKNOWN);
    });
  });

  describe('when it is asked for', () => {
    /** What a process knows of the shop's logo that has not looked for a moment. */
    const find = async (name: string, known: string | null) => {
      const logo =
        known === null ? null : { path: `/a/shop/logo/${known}`, type: 'image/png' as const, width: 48, height: 32 };
      const found = await new FindLogoHandler({
        ...stage,
        known: { bySlug: async (slug) => shownApplication(slug, { logo }), allowsOrigin: async () => false },
      }).execute(queryWith(FindLogo, { name }), SHOP);
      return found.ok && found.value?.name;
    };

    it('is found by what is known of the application', async () => {
      await set(image(FIRST));
      expect(await find(FIRST, FIRST)).toBe(FIRST);
      expect(stage.logos.lookedFor).toEqual([]);
    });

    it('is found at once when it has just been set', async () => {
      await set(image(SECOND));
      expect([await find(SECOND, null), await find(SECOND, FIRST)]).toEqual([SECOND, SECOND]);
    });

    it('is the one that the application has, under a name that it has no more', async () => {
      await set(image(SECOND));
      expect([await find(FIRST, SECOND), await find(NEVER, SECOND)]).toEqual([SECOND, SECOND]);
    });

    it('is none under another name where a process does not know yet that there is one', async () => {
      await set(image(SECOND));
      expect(await find(FIRST, null)).toBeUndefined();
    });

    it('is none where the application has none, or is not there', async () => {
      expect(await find(FIRST, null)).toBeUndefined();
      const known = { bySlug: async () => null, allowsOrigin: async () => false };
      const found = await new FindLogoHandler({ ...stage, known }).execute(queryWith(FindLogo, { name: FIRST }), SHOP);
      expect(found).toEqual({ ok: true, value: null });
    });

    it.each(['', 'f'.repeat(31), `${FIRST}0`, `0${FIRST}`, 'F'.repeat(32), 'logo.png'])(
      'is not looked for under %p, which is no name',
      async (name) => {
        await set(image(FIRST));
        expect(await find(name, FIRST)).toBe(FIRST);
        expect(stage.logos.lookedFor).toEqual([]);
      },
    );
  });
});
