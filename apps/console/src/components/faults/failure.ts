import { GatehouseProblem, GatehouseUnreachable, isProblem } from '@gatehouse/client';

export interface Failure {
  readonly title: string;
  readonly detail: string;
  /** Names the request in the service's logs. */
  readonly requestId: string | null;
  readonly isForbidden: boolean;
}

/** A failed call in words for the person who made it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof GatehouseProblem) {
    const wait = error.retryAfter === null ? '' : ` Try again in ${error.retryAfter} seconds.`;
    const fields = error.errors.map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`).join(' ');
    return {
      title: error.title,
      detail: `${fields || (error.detail ?? '')}${wait}`,
      requestId: error.requestId,
      isForbidden: isProblem(error, 'scope-missing'),
    };
  }
  const isAway = error instanceof GatehouseUnreachable;
  return {
    title: isAway ? 'The service cannot be reached' : 'Something went wrong',
    detail: isAway
      ? 'Your connection or the service is down. Nothing was changed.'
      : 'The console met something that it did not expect. Reload the page; if it happens again, please report it.',
    requestId: null,
    isForbidden: false,
  };
}
