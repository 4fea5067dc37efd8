import { REGISTRATION } from '@gatehouse/registration';
import type { Container } from 'inversify';

/** While so many calls of the application `default` are under way as may wait, none of which asks for its hash yet. */
export async function whileFull(container: Container, places: number, test: () => Promise<void>): Promise<void> {
  const hasher = container.get(REGISTRATION.passwordHasher);
  const turn = { application: 'default', priority: 'activation' } as const;
  const taken = Array.from({ length: places }, () => hasher.takePlace(turn));
  try {
    await test();
  } finally {
    for (const place of taken) place.leave();
  }
}
