import { commandFrom } from '@gatehouse/platform/edge';
import { ChangeApplicationHandler } from '../../../libs/applications/application/settings/manage-applications.js';
import { ChangeApplication } from '../../../libs/applications/contract/commands/applications.js';
import { ApplicationsStage, BY_OPERATOR, GARDEN, SHOP } from '../../support/applications/applications-stage.js';

const UNKNOWN = { ok: false, error: { code: 'application-not-found' } };
const textEmpty = { pointer: '/name', code: 'text-empty', message: 'Must not be empty' };

describe('changing an application', () => {
  let stage: ApplicationsStage;
  beforeEach(() => {
    stage = new ApplicationsStage();
  });

  const change = (fields: Partial<ChangeApplication>, context = SHOP) =>
    new ChangeApplicationHandler(stage).execute(commandFrom(ChangeApplication, fields), context);
  const faultsIn = (fields: object, context = SHOP) => new ChangeApplicationHandler(stage).faultsIn(fields, context);
  const kept = () => stage.applications.find('shop');

  it('answers what it is then, and names the fields that changed', async () => {
    expect(await change({ name: 'The shop', preset: 'standard', defaultLocale: 'fr' })).toMatchObject({
      ok: true,
      value: { slug: 'shop', name: 'The shop', defaultLocale: 'fr', logo: null },
    });
    expect(await kept()).toMatchObject({ version: 2, application: { settings: { name: 'The shop' } } });
    expect(stage.written.events).toEqual([
      {
        id: 'id-1',
        subject: 'id of shop',
        type: 'application.changed.v1',
        data: { slug: 'shop', fields: ['defaultLocale', 'name'] },
      },
    ]);
    expect(stage.written.contexts).toEqual([SHOP]);
  });

  it('answers its logo with the path where it is served', async () => {
    stage.applications.set('shop', { logo: { name: 'abc', type: 'image/png', width: 48, height: 32 } });
    expect(await change({})).toMatchObject({
      value: { logo: { path: '/a/shop/logo/abc', type: 'image/png', width: 48, height: 32 } },
    });
  });

  it('writes nothing where nothing changes', async () => {
    expect(await change({ name: 'shop' })).toMatchObject({ ok: true, value: { name: 'shop' } });
    expect([await kept(), stage.written.events]).toMatchObject([{ version: 1 }, []]);
  });

  it('keeps what somebody else changed at that moment', async () => {
    stage.applications.beforeNextSave = () => change({ defaultLocale: 'fr' });
    expect(await change({ name: 'The shop' })).toMatchObject({ value: { name: 'The shop', defaultLocale: 'fr' } });
    expect(stage.written.events).toMatchObject([
      { data: { fields: ['defaultLocale'] } },
      { data: { fields: ['name'] } },
    ]);
  });

  it('is refused for an application that is not there', async () => {
    expect(await change({ name: 'The garden' }, GARDEN)).toEqual(UNKNOWN);
  });

  it('is refused for settings that it cannot have', async () => {
    expect(await change({ name: ' ' })).toEqual({
      ok: false,
      error: { code: 'validation-failed', errors: [textEmpty] },
    });
    expect(stage.written.events).toEqual([]);
  });

  it.each([
    ['an administrator of the application alone', SHOP],
    ['nobody', { application: 'shop', network: null, requestId: 'request-1' }],
  ])('lets %s move within the grants', async (_name, context) => {
    const beyond = { policy: { messages: { perHour: 6 } } };
    expect(await change(beyond, context)).toMatchObject({ error: { code: 'grant-exceeded' } });
    expect(await change({ grants: null }, context)).toMatchObject({ error: { errors: [{ code: 'operators-only' }] } });
    expect(stage.written.events).toEqual([]);
    await change({ grants: { messages: { perHour: 6 } } }, BY_OPERATOR);
    expect(await change(beyond, context)).toMatchObject({ ok: true, value: { policy: beyond.policy } });
  });

  it('grants what an operator sets', async () => {
    const set = await change({ policy: { messages: { perHour: 6 } } }, BY_OPERATOR);
    expect(set).toMatchObject({ value: { grants: { messages: { perHour: 6, perDay: 10 } } } });
    expect(stage.written.events).toMatchObject([{ data: { fields: ['grants', 'policy'] } }]);
  });

  describe('with other fields of the wrong shape', () => {
    it('says what else is wrong, no matter who asks', async () => {
      expect(await faultsIn({ name: ' ', grants: {} })).toEqual([textEmpty]);
      expect(await faultsIn({ policy: { providers: { sms: ['pigeon'] } } })).toMatchObject([
        { code: 'provider-unknown' },
      ]);
    });

    it('finds nothing wrong with the rest, or with an application that is not there', async () => {
      expect(await faultsIn({ name: 'The shop' })).toEqual([]);
      expect(await faultsIn({ name: ' ' }, GARDEN)).toEqual([]);
    });
  });
});
