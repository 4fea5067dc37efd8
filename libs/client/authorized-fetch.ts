import { isProblem } from './gatehouse-problem.js';
import type { SessionKeeper } from './session-keeper.js';
import type { Transport } from './transport.js';

/** Routes that take a bearer token, by what follows `/v1/`; those that ask for the password have a header of their own. */
const ADMINISTRATION = /^(admin|events|webhooks)(\/|$)/;
const OWN = /^(users\/me|sessions\/(?!refresh$)[^/]+)(\/|$)/;

/** Sends a call as whom it speaks for: the application's backend, the person signed in, or no one. */
export const authorizedFetch =
  (transport: Transport, keeper: SessionKeeper, secretKey: string | null) =>
  async (request: Request): Promise<Response> => {
    const route = routeOf(request);
    const isForAdministrators = ADMINISTRATION.test(route);
    const isForSomebody = isForAdministrators || OWN.test(route) || (route === 'sessions' && request.method === 'GET');
    if (!isForSomebody || request.headers.has('Authorization')) return transport.send(request);
    if (isForAdministrators && secretKey !== null) return transport.send(bearing(request, secretKey));

    const token = await keeper.accessToken();
    try {
      return await transport.send(bearing(request, token));
    } catch (error) {
      if (!isProblem(error, 'token-invalid')) throw error;
      request.signal.throwIfAborted();
      return transport.send(bearing(request, await keeper.accessToken(token)));
    }
  };

/** What stands behind the first `/v1/` of the path. */
const routeOf = ({ url }: Request): string => /\/v1\/([^?#]*)/.exec(url)?.[1] ?? '';

function bearing(request: Request, token: string): Request {
  const copy = request.clone();
  copy.headers.set('Authorization', `Bearer ${token}`);
  return copy;
}
