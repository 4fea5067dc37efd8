import type { PublicCommand } from '@gatehouse/platform/bus';
import { collectCommands } from './collect-commands.js';
import { documentedContainer } from './documented-container.js';

/** Every public command, for what they say of themselves: none can be executed. */
export const documentedCommands = (): readonly PublicCommand[] => collectCommands(documentedContainer());
