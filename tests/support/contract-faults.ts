import 'reflect-metadata';
import type { EventContract } from '@gatehouse/kernel';
import { fieldErrors } from '@gatehouse/platform/validation';

/** An event as the domain makes it. */
export interface MadeEvent {
  readonly type: string;
  readonly data: object;
  readonly awaits?: readonly string[];
}

/**
 * What an event says otherwise than its context publishes of it (`contract/event-contracts.ts`).
 * @param found what only the statement that writes the event knows: it is added as far as the event awaits it
 */
export function contractFaults(
  contracts: Readonly<Record<string, EventContract>>,
  { type, data, awaits = [] }: MadeEvent,
  found: Readonly<Record<string, unknown>> = {},
): string[] {
  const contract = contracts[type];
  if (!contract) return [`${type} is not published`];
  const awaited = Object.fromEntries(awaits.map((name) => [name, found[name]]));
  return fieldErrors(Object.assign(new contract.data(), data, awaited)).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );
}
