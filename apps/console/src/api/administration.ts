import type { Gatehouse, Schemas } from '@gatehouse/client';
import { useParams } from '@tanstack/react-router';
import { useSignedIn } from './use-session.js';

/** The administrative routes, for one application. */
export interface Administration {
  readonly api: Gatehouse['api'];
  /** Slug of the application that is looked after; the first part of every query's key. */
  readonly application: string;
  /** For `params.header` of each call. */
  readonly header: { readonly 'Gatehouse-Application': string };
}

export type { Schemas };

/** Calls for the application that the address names. */
export function useAdministration(): Administration {
  const { gatehouse } = useSignedIn();
  const { application } = useParams({ from: '/$application' });
  return { api: gatehouse.api, application, header: { 'Gatehouse-Application': application } };
}

/** The body of an answer that has one; refusals have thrown before. */
export async function bodyOf<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer;
  if (data === undefined) throw new TypeError(`The answer ${response.status} has no body`);
  return data;
}
