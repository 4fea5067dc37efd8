import type { Command, Result } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  DispatchActivationCode,
  DispatchNotice,
  StartActivationCode,
} from '@gatehouse/registration/contract';
import { somebody } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import { type Attempt, type CutCommand, cut, toldOf } from './attempt.js';

type Made = () => Command<Result<unknown, { readonly code: string }>>;

const asking =
  (make: Made): Attempt =>
  (api) =>
    toldOf(api, make());

const codeOf = async ({ api }: Stage) => api.latestCode(await api.register(somebody()));
const sentCodeOf = async ({ api }: Stage) => {
  const userId = await api.register(somebody());
  await api.send(userId);
  return api.latestCode(userId);
};
/** That the password was changed. */
const noticeOf = async (stage: Stage) => {
  const { id, token, person } = await stage.admin.someone('user');
  const body = { currentPassword: person.password, newPassword: 'eleven quiet harbours' };
  await stage.as(token, 'put', '/v1/users/me/password').send(body).expect(204);
  const [notice] = await stage.db.sql<{ id: string }[]>`select id from gatehouse.notices where user_id = ${id}`;
  return notice?.id ?? '';
};

/** What workers say of the messages that they hand over. */
export const messages: readonly CutCommand[] = [
  cut('dispatch of a code', async (stage) => {
    const codeId = await codeOf(stage);
    return asking(() => commandFrom(DispatchActivationCode, { codeId, sendTimeoutSeconds: 10 }));
  }),
  cut('start of a code', async (stage) => {
    const codeId = await sentCodeOf(stage);
    return asking(() => commandFrom(StartActivationCode, { codeId }));
  }),
  cut('end of a code that nobody got', async (stage) => {
    const codeId = await sentCodeOf(stage);
    return asking(() => commandFrom(AbandonActivationCode, { codeId, reason: 'deadline' }));
  }),
  cut('dispatch of a notice', async (stage) => {
    const noticeId = await noticeOf(stage);
    return asking(() => commandFrom(DispatchNotice, { noticeId }));
  }),
  cut('acceptance of a notice', async (stage) => {
    const noticeId = await noticeOf(stage);
    return asking(() => commandFrom(AcceptNotice, { noticeId }));
  }),
  cut('end of a notice that nobody got', async (stage) => {
    const noticeId = await noticeOf(stage);
    return asking(() => commandFrom(AbandonNotice, { noticeId, reason: 'deadline-passed' }));
  }),
];
