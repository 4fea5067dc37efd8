import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DatabaseUrlFault, parseDatabaseUrl, splitDatabaseUrls } from '../postgres/index.js';
import { KeyRing } from './key-ring.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All faults of the settings at once, one line each. Values are never in it: they may be secrets. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';

  constructor(readonly faults: readonly string[]) {
    super(`The settings are invalid:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Reads typed settings from environment variables and collects every fault before it complains. */
export class SettingsReader {
  readonly #faults: string[] = [];
  readonly #readable = new Set<string>();

  constructor(private readonly environment: Environment) {}

  /** Notes what is wrong; said twice, it counts once. */
  fault(text: string): void {
    if (!this.#faults.includes(text)) this.#faults.push(text);
  }

  /** @throws SettingsFault when anything read so far was wrong */
  check(): void {
    if (this.#faults.length > 0) throw new SettingsFault(this.#faults);
  }

  text(name: string, fallback: string): string {
    return this.#raw(name) ?? fallback;
  }

  optional(name: string): string | null {
    return this.#raw(name) ?? null;
  }

  required(name: string, why: string): string {
    const value = this.#raw(name);
    if (value === undefined) this.fault(`${name} is missing: ${why}`);
    return value ?? '';
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.text(name, fallback);
    const match = allowed.find((option) => option === value);
    if (match === undefined) this.fault(`${name} must be one of ${allowed.join(', ')}`);
    return match ?? fallback;
  }

  integer(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
    const text = this.#raw(name);
    if (text === undefined) return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.fault(`${name} must be a whole number from ${min} to ${max}`);
    return fallback;
  }

  port(name: string, fallback: number): number {
    return this.integer(name, fallback, { min: 0, max: 65_535 });
  }

  /** Port numbers; null where none is named and any will do. */
  ports(name: string, fallback: readonly number[] | null): readonly number[] | null {
    const list = this.list(name, []);
    if (list.length === 0) return fallback;
    const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
    if (!list.every(isPort)) this.fault(`${name} must be a list of ports from 1 to 65535`);
    return list.map(Number);
  }

  url(name: string, fallback: string, protocols: readonly string[]): string {
    const text = this.#raw(name);
    if (text !== undefined && !protocols.includes(URL.parse(text)?.protocol ?? '')) {
      this.fault(`${name} must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    }
    return text ?? fallback;
  }

  /** A database's URL, as libpq reads it. */
  databaseUrl(name: string, fallback: string): string {
    const text = this.#raw(name);
    if (text !== undefined) this.#checkDatabaseUrl(name, text);
    return text ?? fallback;
  }

  /** Separated by commas; hosts of one URL are so too. */
  databaseUrls(name: string): readonly string[] {
    const urls = splitDatabaseUrls(this.#raw(name) ?? '');
    for (const url of urls) this.#checkDatabaseUrl(name, url);
    return urls;
  }

  #checkDatabaseUrl(name: string, url: string): void {
    try {
      parseDatabaseUrl(url);
    } catch (error) {
      if (!(error instanceof DatabaseUrlFault)) throw error;
      this.fault(`${name} ${error.message}`);
    }
  }

  list(name: string, fallback: readonly string[]): readonly string[] {
    const text = this.#raw(name);
    if (text === undefined) return fallback;
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** A list of CIDRs; an address stands for a network of one. */
  networks(name: string, fallback: readonly string[]): readonly string[] {
    const networks = this.list(name, fallback);
    const wrong = networks.find(
      (text) => isIP(text.split('/')[0] ?? '') === 0 || (text.includes('/') && !ipaddr.isValidCIDR(text)),
    );
    if (wrong !== undefined) {
      this.fault(`${name} must be a list of networks, such as 10.0.0.0/8 (${JSON.stringify(wrong)} is not one)`);
    }
    return networks;
  }

  /** Whether keys of that name could be read. */
  isReadable(name: string): boolean {
    return this.#readable.has(name);
  }

  keys(name: string, why: string): KeyRing {
    const text = this.required(name, why);
    try {
      const ring = KeyRing.parse(text);
      this.#readable.add(name);
      return ring;
    } catch (error) {
      if (text !== '') this.fault(`${name} ${(error as Error).message}`);
      return new KeyRing([{ id: 'none', secret: Buffer.alloc(32) }]);
    }
  }

  /** An empty variable is an absent one: that is how compose files pass what is not set. */
  #raw(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }
}
