/** Takes what a link carries, and leaves nothing of it in the address bar or in the history. */
export function takeFragment(): URLSearchParams {
  const carried = new URLSearchParams(location.hash.slice(1));
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return carried;
}
