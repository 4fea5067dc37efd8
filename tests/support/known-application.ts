import { type Application, FindApplication, FindOriginAllowed } from '@gatehouse/applications/contract';
import { answers, InProcessQueryBus, ok, type QueryBus } from '@gatehouse/kernel';

/** Queries where every slug has an application, and no origin is anybody's. */
export const knowing = (applicationOf: (slug: string) => Application): QueryBus =>
  new InProcessQueryBus(() => [
    answers(FindApplication, { execute: async ({ slug }) => ok(applicationOf(slug)) }),
    answers(FindOriginAllowed, { execute: async () => ok(false) }),
  ]);
