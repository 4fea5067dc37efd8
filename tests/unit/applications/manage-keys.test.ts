import { type CommandContext, queryWith, textOnceWritten, timeOnceWritten } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { FindKeysHandler, IdentifyKeyHandler } from '../../../libs/applications/application/keys/find-keys.js';
import {
  CreateKeyHandler,
  RevokeKeyHandler,
  RotateKeyHandler,
} from '../../../libs/applications/application/keys/manage-keys.js';
import { CreateKey, RevokeKey, RotateKey } from '../../../libs/applications/contract/commands/keys.js';
import { FindKeys, IdentifyKey } from '../../../libs/applications/contract/queries/find-keys.js';
import { ApplicationsStage, GARDEN, SHOP } from '../../support/applications/applications-stage.js';
import { RecordedAnswer } from '../../support/handlers/recorded-answer.js';

const NOW = '2026-05-01T12:00:00.000Z';
const NEXT_DAY = '2026-05-02T12:00:00.000Z';
const DONE = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });

describe('the keys of an application', () => {
  let stage: ApplicationsStage;
  beforeEach(() => {
    stage = new ApplicationsStage();
  });

  const create = (fields: Partial<CreateKey> = {}, context: CommandContext = SHOP) =>
    new CreateKeyHandler(stage).execute(commandFrom(CreateKey, { name: 'billing', ...fields }), context);
  const rotate = (keyId: string, fields: Partial<RotateKey> = {}, context: CommandContext = SHOP) =>
    new RotateKeyHandler(stage).execute(commandFrom(RotateKey, { keyId, ...fields }), context);
  const revoke = (keyId: string, context = SHOP) =>
    new RevokeKeyHandler(stage).execute(commandFrom(RevokeKey, { keyId }), context);
  const identify = (key: string) => new IdentifyKeyHandler(stage).execute(queryWith(IdentifyKey, { key }));
  const listed = async (context = SHOP) => {
    const answer = await new FindKeysHandler(stage).execute(new FindKeys(), context);
    return answer.ok ? answer.value.keys : [];
  };
  const idOf = (answer: Awaited<ReturnType<typeof create>>): string => {
    if (!answer.ok) throw new Error(`Refused: ${answer.error.code}`);
    return answer.value.id;
  };
  /** A call by the backend that holds this key. */
  const withKey = (id: string): CommandContext => ({
    ...SHOP,
    administrator: { kind: 'key', id, application: 'shop', everywhere: false },
  });
  const CREATED = 'key.created.v1';
  const [reading, scopes] = [['users:read'], ['users:read', 'users:write']] as const;

  describe('when one is created', () => {
    const shown = {
      id: 'id-1',
      name: 'billing',
      hint: '-1',
      scopes: [...scopes],
      createdBy: { kind: 'user', id: 'ada', application: 'shop' },
      state: 'active',
      createdAt: NOW,
      expiresAt: null,
      revokedAt: null,
      replacedBy: null,
      lastUsedAt: null,
    };

    it('answers it whole this once, and keeps its hash', async () => {
      const created = await create({ name: ' billing\n', scopes: [...scopes].reverse() });
      expect(created).toEqual({ ok: true, value: { ...shown, key: 'ghk_id-1' } });
      expect(await listed()).toEqual([shown]);
      const data = { keyId: 'id-1', replaces: null };
      expect(stage.written.events).toEqual([{ id: 'id-2', subject: 'id-1', type: CREATED, data }]);
      expect(stage.written.contexts).toEqual([SHOP]);
    });

    it('may do everything but make keys where nothing is said, and has no end', async () => {
      await create({ scopes: null, lifeSeconds: null });
      const [key] = await listed();
      expect(key?.scopes).toContain('keys:read');
      expect(key?.scopes).not.toContain('keys:write');
      expect(key?.expiresAt).toBeNull();
    });

    it('ends when that is said', async () => {
      expect(await create({ lifeSeconds: 86_400 })).toMatchObject({ value: { expiresAt: NEXT_DAY } });
    });

    it('keeps its answer with it, for a call that may come again', async () => {
      await create({ scopes: [...scopes] }, { ...SHOP, repeatable: new RecordedAnswer() });
      const written = {
        name: textOnceWritten('name'),
        createdAt: timeOnceWritten('createdAt'),
        expiresAt: timeOnceWritten('expiresAt'),
      };
      expect(stage.written.answers).toEqual([{ ...shown, ...written, key: 'ghk_id-1' }]);
    });

    it('is a fault where nobody makes it', async () => {
      const { administrator: _, ...nobody } = SHOP;
      await expect(create({}, { ...nobody, repeatable: new RecordedAnswer() })).rejects.toThrow(
        'needs an administrator',
      );
      expect(stage.written.events).toEqual([]);
    });

    it('is refused for an application that is not there', async () => {
      expect(await create({}, GARDEN)).toEqual(refused('application-not-found'));
      expect(stage.ids.next()).toBe('id-1');
    });

    it('is refused to a key that lacks some of its scopes', async () => {
      const maker = idOf(await create({ scopes: [...reading] }));
      expect(await create({ scopes: [...scopes] }, withKey(maker))).toEqual(refused('key-scope-refused'));
      expect(await create({ scopes: [...reading] }, withKey(maker))).toMatchObject({ ok: true });
    });

    it('is refused where the application has as many as it may', async () => {
      for (let count = 1; count <= 20; count += 1) await create();
      expect(await create()).toEqual(refused('too-many-keys'));
      expect(stage.written.events).toHaveLength(20);
    });
  });

  describe('when one is rotated', () => {
    let old: string;
    beforeEach(async () => {
      old = idOf(await create({ scopes: [...scopes] }));
      stage.written.events.length = 0;
    });

    it('answers a successor of the same name and scopes, and lets the old one go on for a day', async () => {
      const next = { id: 'id-3', name: 'billing', scopes: [...scopes], hint: '-3', expiresAt: null, key: 'ghk_id-3' };
      expect(await rotate(old)).toMatchObject({ ok: true, value: next });
      expect(await listed()).toMatchObject([{ id: 'id-3' }, { id: old, replacedBy: 'id-3', expiresAt: NEXT_DAY }]);
      const data = { keyId: 'id-3', replaces: old };
      expect(stage.written.events).toEqual([{ id: 'id-4', subject: 'id-3', type: CREATED, data }]);
    });

    it.each([
      [{ overlapSeconds: null }, NEXT_DAY],
      [{ overlapSeconds: 60 }, '2026-05-01T12:01:00.000Z'],
      [{ overlapSeconds: 0 }, NOW],
    ])('lets the old one go on as long as is said: %p', async (fields, expiresAt) => {
      await rotate(old, fields);
      expect(await stage.keys.find(old, 'shop')).toMatchObject({ expiresAt });
    });

    it('keeps its answer, for a call that may come again', async () => {
      await rotate(old, {}, { ...SHOP, repeatable: new RecordedAnswer() });
      expect(stage.written.answers).toMatchObject([{ id: 'id-3', scopes: [...scopes], key: 'ghk_id-3' }]);
    });

    it('is refused for one that never was, is over, is replaced, or is another application’s', async () => {
      expect(await rotate('none')).toEqual(refused('key-unknown'));
      expect(await rotate('none', {}, { ...SHOP, repeatable: new RecordedAnswer() })).toEqual(refused('key-unknown'));
      expect(await rotate(old, {}, GARDEN)).toEqual(refused('key-unknown'));
      await rotate(old);
      expect(await rotate(old)).toEqual(refused('key-unknown'));
      await revoke('id-3');
      expect(await rotate('id-3')).toEqual(refused('key-unknown'));
    });

    it('is refused to a key that lacks some of its scopes', async () => {
      const maker = idOf(await create({ scopes: [...reading] }));
      expect(await rotate(old, {}, withKey(maker))).toEqual(refused('key-scope-refused'));
    });

    it('is refused where too many live out their overlap', async () => {
      for (let count = 2; count <= 20; count += 1) await create();
      for (const { id } of await listed()) expect(await rotate(id)).toMatchObject({ ok: true });
      const [latest] = await listed();
      expect(await rotate(latest?.id ?? '')).toEqual(refused('too-many-keys'));
    });
  });

  describe('when one is revoked', () => {
    const states = async () => (await listed()).map(({ id, state }) => `${id} ${state}`);
    let key: string;
    beforeEach(async () => {
      key = idOf(await create());
      stage.written.events.length = 0;
      stage.written.contexts.length = 0;
    });
    const revoked = (id: string, keyId: string) => ({ id, subject: keyId, type: 'key.revoked.v1', data: { keyId } });

    it('opens nothing any more', async () => {
      expect(await revoke(key)).toEqual(DONE);
      expect(await states()).toEqual([`${key} revoked`]);
      expect(stage.written.events).toEqual([revoked('id-3', key)]);
      expect(stage.written.contexts).toEqual([SHOP]);
      expect(await identify(`ghk_${key}`)).toEqual(refused('key-unknown'));
    });

    it('takes along the good keys that were made with it, and those made with them', async () => {
      const made = idOf(await create({}, withKey(key)));
      const madeWithThat = idOf(await create({}, withKey(made)));
      const other = idOf(await create());
      await revoke(made);
      stage.written.events.length = 0;
      expect(await revoke(key)).toEqual(DONE);
      expect(await states()).toEqual([
        `${other} active`,
        `${madeWithThat} revoked`,
        `${made} revoked`,
        `${key} revoked`,
      ]);
      expect(stage.written.events).toEqual([revoked('id-11', key)]);
    });

    it('takes along a key that is made with it at that moment', async () => {
      stage.keys.beforeNextWrite = () => create({}, withKey(key));
      expect(await revoke(key)).toEqual(DONE);
      expect((await listed()).every(({ state }) => state === 'revoked')).toBe(true);
    });

    it('changes nothing when repeated', async () => {
      await revoke(key);
      expect(await revoke(key)).toEqual(DONE);
      expect([stage.written.events.length, stage.keys.revoked]).toEqual([1, [key]]);
    });

    it.each([
      ['one that never was', 'none', SHOP],
      ['one of another application', 'id-1', GARDEN],
    ])('is refused for %s', async (_name, keyId, context) => {
      expect(await revoke(keyId, context)).toEqual(refused('key-unknown'));
      expect(await states()).toEqual([`${key} active`]);
    });
  });

  describe('when one is presented', () => {
    beforeEach(() => create({ scopes: [...scopes], lifeSeconds: 60 }));

    it('says which application it opens, and what it may do there', async () => {
      expect(await identify('ghk_id-1')).toEqual({ ok: true, value: { id: 'id-1', application: 'shop', scopes } });
      expect(await listed()).toMatchObject([{ lastUsedAt: NOW }]);
    });

    it.each(['id-1', 'ghk_id-2', ''])('opens nothing as %p', async (key) => {
      expect(await identify(key)).toEqual(refused('key-unknown'));
    });

    it('opens nothing once it is over', async () => {
      stage.clock.advance(60_000);
      expect(await identify('ghk_id-1')).toEqual(refused('key-unknown'));
    });
  });

  it('are listed for their application alone', async () => {
    await create();
    expect([await listed(), await listed(GARDEN)]).toMatchObject([[{ id: 'id-1' }], []]);
  });
});
