import type { Command } from '@gatehouse/kernel';

/** A command with the fields given. Whether they are right is for the bus to say. */
export function commandFrom<C extends Command<unknown>>(
  commandClass: new () => C,
  fields: Readonly<Record<string, unknown>>,
): C {
  return Object.assign(new commandClass(), fields);
}
