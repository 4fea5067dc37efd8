import type { StreamedEvent } from '@gatehouse/platform/edge';
import type { ActivationStatus } from '../../contract/read-models/activation-status.js';
import type { FollowedRegistration, StatusFollowers } from './status-followers.js';

/** The status whenever there is news, until it is final, cannot be told any more, or nobody waits for it. */
export async function* statusEvents(
  followers: Pick<StatusFollowers, 'follow'>,
  registration: FollowedRegistration,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamedEvent[], void, void> {
  let news: StreamedEvent[] = [];
  let last = '';
  let isOver = signal.aborted;
  let wake = (): void => undefined;
  const end = () => {
    isOver = true;
    wake();
  };
  const onStatus = (status: ActivationStatus) => {
    const id = idOf(status);
    if (id === last || isOver) return;
    last = id;
    news.push({ id, event: 'status', data: status });
    isOver = isFinal(status);
    wake();
  };
  const unfollow = followers.follow(registration, { onStatus, onLost: end });
  signal.addEventListener('abort', end);
  try {
    while (news.length > 0 || !isOver) {
      if (news.length === 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      const told = news;
      news = [];
      yield told;
    }
  } finally {
    signal.removeEventListener('abort', end);
    unfollow();
  }
}

const messagesOf = ({ phone, ...mail }: ActivationStatus) => (phone ? [mail, phone] : [mail]);

/** Whether every message was sent or has failed. */
export const isFinal = (status: ActivationStatus): boolean =>
  messagesOf(status).every(({ delivery }) => delivery === 'sent' || delivery === 'failed');

/** Changes whenever there is news. */
export const idOf = (status: ActivationStatus): string =>
  messagesOf(status)
    .map(({ delivery, sentAt }) => `${delivery}-${sentAt ? Date.parse(sentAt) : 0}`)
    .join('-');
