import { type KeyObject, X509Certificate } from 'node:crypto';

/** How many unknown certificates are fetched within a minute, since strangers can ask for them. */
const FETCHES_A_MINUTE = 5;
const KEPT = 8;
const CERTIFICATE = /^\/SimpleNotificationService-[\w-]{1,64}\.pem$/;

/** Gets a text over HTTP, bounded in time and length; it fails where the answer is no 200. */
export type GetText = (url: URL) => Promise<string>;

/**
 * The keys that Amazon SNS signs with, by the addresses of their certificates: of one origin and no other, since the
 * address comes with the request.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html (read 2026-11-29)
 */
export class SnsCertificates {
  readonly #keys = new Map<string, Promise<KeyObject | null>>();
  #fetches: number[] = [];

  /** @param origin `https://sns.eu-central-1.amazonaws.com` */
  constructor(
    private readonly origin: string,
    private readonly get: GetText,
  ) {}

  /** Whether an address is SNS's own. */
  isOwn(address: string): boolean {
    return URL.parse(address)?.origin === this.origin;
  }

  /** Null: the address is not SNS's, or there is no certificate. */
  async keyAt(address: string, now: Date): Promise<KeyObject | null> {
    const url = URL.parse(address);
    if (!url || url.origin !== this.origin || url.search !== '' || !CERTIFICATE.test(url.pathname)) return null;
    const known = this.#keys.get(url.href);
    if (known !== undefined) return known;
    this.#fetches = this.#fetches.filter((at) => at > now.getTime() - 60_000);
    if (this.#fetches.length >= FETCHES_A_MINUTE) return null;
    this.#fetches.push(now.getTime());
    return this.#fetch(url);
  }

  #fetch(url: URL): Promise<KeyObject | null> {
    const [oldest] = this.#keys.keys();
    if (this.#keys.size >= KEPT && oldest !== undefined) this.#keys.delete(oldest);
    const fetched = this.get(url).then(
      (pem) => new X509Certificate(pem).publicKey,
      () => null,
    );
    const usable = fetched.catch(() => null);
    this.#keys.set(url.href, usable);
    // What could not be had may be had next time.
    void usable.then((key) => (key === null ? this.#keys.delete(url.href) : undefined));
    return usable;
  }
}
