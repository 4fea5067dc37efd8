const REFRESH = /\/v1\/sessions\/refresh$/;

/**
 * `fetch`, but for the exchange of the refresh token, which one tab makes at a time. Tabs share its cookie: a request that was sent before
 * others have exchanged the token twice brings one that is used up, and ends the session as a thief's would. A browser has locks only
 * where a page is protected, or of this machine.
 */
export const fetchInTurn: typeof fetch = (input, init) => {
  const call = () => fetch(input, init);
  const isExchange = REFRESH.test(input instanceof Request ? input.url : String(input));
  return isExchange && 'locks' in navigator ? navigator.locks.request('gatehouse-refresh', call) : call();
};
