import { createContext, use } from 'react';
import type { Schemas } from '../../api/administration.js';
import type { FieldErrors } from '../../components/faults/field-errors.js';
import { type Json, type JsonObject, valueAt, withValueAt } from './merge-patch.js';

export type Application = Schemas['Application'];

/** An application's settings while somebody changes them; fields are named as the API names them, by JSON Pointers. */
export interface Draft {
  readonly value: JsonObject;
  readonly errors: FieldErrors;
  readonly isReadOnly: boolean;
  set(pointer: string, value: Json): void;
}

export const DraftContext = createContext<Draft | null>(null);

/** @throws TypeError outside of the settings */
export function useDraft(): Draft {
  const draft = use(DraftContext);
  if (!draft) throw new TypeError('There are no settings around this field');
  return draft;
}

export interface DraftField {
  readonly value: Json;
  readonly error: string | null;
  readonly isReadOnly: boolean;
  set(value: Json): void;
}

export function useField(pointer: string): DraftField {
  const { value, errors, isReadOnly, set } = useDraft();
  return {
    value: valueAt(value, pointer),
    error: errors.at(pointer),
    isReadOnly,
    set: (next) => set(pointer, next),
  };
}

export const changed = (value: JsonObject, pointer: string, next: Json): JsonObject =>
  withValueAt(value, pointer, next);

/** What the API answers, as the fields read it. */
export const jsonOf = (application: Application): JsonObject => JSON.parse(JSON.stringify(application)) as JsonObject;

/** What `policyOf` reads: `jsonOf` the other way round, for values that the fields of the settings have changed. */
export function policyInputOf(value: JsonObject): Pick<Application, 'preset' | 'policy' | 'grants'> {
  const { preset, policy, grants } = JSON.parse(JSON.stringify(value)) as Application;
  return { preset, policy: policy ?? ({} as Application['policy']), grants: grants ?? ({} as Application['grants']) };
}
