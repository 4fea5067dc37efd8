/** @throws TypeError for anything that is no absolute http or https address */
export function webAddress(text: string): string {
  const { protocol, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError(`A mail may not link to ${protocol}`);
  return href;
}
