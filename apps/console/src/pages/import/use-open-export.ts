import { GatehouseProblem, GatehouseUnreachable } from '@gatehouse/client';
import { use } from 'react';
import { useAdministration } from '../../api/administration.js';
import { PageSettingsContext } from '../../api/page-settings.js';
import { useSignedIn } from '../../api/use-session.js';

type ProblemBody = ConstructorParameters<typeof GatehouseProblem>[0];
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** Starts an export. The client's own calls read an answer whole and within seconds, and this one may take minutes. */
export function useOpenExport(): (signal: AbortSignal) => Promise<ByteStream> {
  const { gatehouse } = useSignedIn();
  const { header } = useAdministration();
  const { basePath } = use(PageSettingsContext);
  return async (signal) => {
    const Authorization = `Bearer ${await gatehouse.accessToken()}`;
    const url = `${basePath}/v1/admin/users/export`;
    const response = await fetch(url, { headers: { ...header, Authorization }, signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new GatehouseUnreachable('The service cannot be reached', { cause });
    });
    if (!response.ok) throw new GatehouseProblem((await response.json()) as ProblemBody);
    if (!response.body) throw new TypeError('The export has no body');
    return response.body;
  };
}
