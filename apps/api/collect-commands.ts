import type { PublicCommand } from '@gatehouse/platform/bus';
import { PLATFORM } from '@gatehouse/platform/container';
import type { Container } from 'inversify';

/** Every public command of every context: those that are served over a broker where there is one. */
export const collectCommands = (container: Container): readonly PublicCommand[] =>
  container.getAll(PLATFORM.publicCommands).flat();
