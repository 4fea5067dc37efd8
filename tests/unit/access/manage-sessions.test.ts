import { commandFrom } from '@gatehouse/platform/edge';
import {
  EndOvertakenSessionsHandler,
  EndSessionHandler,
  EndSessionsOfUserHandler,
  FindSessionsHandler,
  FindSessionsOfUserHandler,
} from '../../../libs/access/application/sessions/manage-sessions.js';
import {
  EndOvertakenSessions,
  EndSession,
  EndSessionsOfUser,
} from '../../../libs/access/contract/commands/sessions.js';
import { FindSessions, FindSessionsOfUser } from '../../../libs/access/contract/queries/find-sessions.js';
import { AccessStage, by, SHOP } from '../../support/access/access-stage.js';

const DONE = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });
const GARDEN = { ...SHOP, application: 'garden' };

describe('sessions', () => {
  let stage: AccessStage;
  let first: string;
  let second: string;
  beforeEach(async () => {
    stage = new AccessStage();
    stage.accounts.set('ada');
    stage.accounts.set('eve');
    first = (await stage.session('ada')).id;
    second = (await stage.session('ada')).id;
    await stage.session('eve');
    stage.sessions.events.length = 0;
  });

  const ended = (reason: string, ...sessionIds: readonly string[]) =>
    sessionIds.map((sessionId) => ({ type: 'session.revoked.v1', data: { sessionId, userId: 'ada', reason } }));

  describe('finding one’s own', () => {
    const find = (context = SHOP) => new FindSessionsHandler(stage).execute(new FindSessions(), context);

    it('lists them with the one that asks marked, and nobody else’s', async () => {
      expect(await find(by('ada', first))).toMatchObject({
        ok: true,
        value: {
          sessions: [
            { id: second, current: false },
            { id: first, current: true },
          ],
        },
      });
    });

    it('is for signed-in people', async () => {
      expect(await find()).toEqual(refused('account-unknown'));
    });
  });

  describe('ending one of one’s own', () => {
    const end = (sessionId: string, context = by('ada')) =>
      new EndSessionHandler(stage).execute(commandFrom(EndSession, { sessionId }), context);

    it('ends that one', async () => {
      expect(await end(first)).toEqual(DONE);
      expect(stage.sessions.events).toEqual(ended('signed-out', first));
    });

    it('changes nothing when repeated', async () => {
      await end(first);
      expect(await end(first)).toEqual(DONE);
      expect(stage.sessions.events).toHaveLength(1);
    });

    it.each([
      ['one that never was', () => end('other')],
      ['somebody else’s', () => end(first, by('eve'))],
      ['one of another application', () => end(first, { ...by('ada'), application: 'garden' })],
      ['a stranger’s call', () => end(first, SHOP)],
    ])('is refused for %s', async (_name, attempt) => {
      expect(await attempt()).toEqual(refused('session-unknown'));
      expect(stage.sessions.events).toEqual([]);
    });
  });

  describe('finding those of one of the application’s people', () => {
    const find = (context = SHOP) =>
      new FindSessionsOfUserHandler(stage).execute(Object.assign(new FindSessionsOfUser(), { userId: 'ada' }), context);

    it('lists them', async () => {
      expect(await find()).toMatchObject({
        ok: true,
        value: {
          sessions: [
            { id: second, current: false },
            { id: first, current: false },
          ],
        },
      });
    });

    it('marks the one that asks, where people look at their own', async () => {
      const answer = await find(by('ada', second));
      expect(answer).toMatchObject({ value: { sessions: [{ current: true }, { current: false }] } });
    });

    it('notes who looked at whom', async () => {
      const context = by('eve');
      await find(context);
      expect(stage.noted).toEqual([{ lookUp: { act: 'users.looked-up', by: 'id', userIds: ['ada'] }, context }]);
    });

    it('shows nothing that cannot be noted', async () => {
      const lookUps = { note: () => Promise.reject(new Error('the log is full')) };
      const handler = new FindSessionsOfUserHandler({ ...stage, lookUps });
      const query = Object.assign(new FindSessionsOfUser(), { userId: 'ada' });
      await expect(handler.execute(query, SHOP)).rejects.toThrow('the log is full');
    });

    it('is refused for people of another application, and notes nothing', async () => {
      expect(await find(GARDEN)).toEqual(refused('user-unknown'));
      expect(stage.noted).toEqual([]);
    });
  });

  describe('ending those of one of the application’s people', () => {
    const end = (context = SHOP) =>
      new EndSessionsOfUserHandler(stage).execute(commandFrom(EndSessionsOfUser, { userId: 'ada' }), context);

    it('ends them all, once', async () => {
      expect([await end(), await end()]).toEqual([DONE, DONE]);
      expect(stage.sessions.events).toEqual(ended('signed-out', first, second));
    });

    it('is for suspended people too', async () => {
      stage.accounts.set('ada', { state: 'suspended' });
      expect(await end()).toEqual(DONE);
    });

    it('is refused for people of another application', async () => {
      expect(await end(GARDEN)).toEqual(refused('user-unknown'));
      expect(stage.sessions.events).toEqual([]);
    });
  });

  describe('after a change of credentials', () => {
    const end = (fields: Partial<EndOvertakenSessions>, context = SHOP) => {
      const command = { userId: 'ada', credentialsVersion: 2, keptSession: null, ...fields };
      return new EndOvertakenSessionsHandler(stage).execute(commandFrom(EndOvertakenSessions, command), context);
    };

    it('ends those that began before it', async () => {
      stage.accounts.set('ada', { credentialsVersion: 2 });
      const third = await stage.session('ada');
      stage.sessions.events.length = 0;
      expect(await end({})).toEqual(DONE);
      expect(stage.sessions.events).toEqual(ended('overtaken', first, second));
      expect(stage.sessions.get(third.id)?.revokedAt).toBeNull();
    });

    it('lets the session live in which it was made', async () => {
      await end({ keptSession: first });
      expect(stage.sessions.events).toEqual(ended('overtaken', second));
    });

    it('ends none of another application’s', async () => {
      expect(await end({}, GARDEN)).toEqual(DONE);
      expect(stage.sessions.events).toEqual([]);
    });
  });
});
