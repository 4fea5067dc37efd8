import type {
  AddressKey,
  AddressSituation,
  ChargedSituation,
  ChargedTries,
  ChargedTry,
  NetworkCharge,
  Settlement,
} from '../../../../libs/registration/application/ports/charged-tries.js';

const NOTHING: Omit<AddressSituation, 'now'> = { owner: null, unproven: [], decoys: [], codes: [] };

/** What addresses hold, and who has tried how. A charge stands until it is settled, once. */
export class InMemoryTries implements ChargedTries {
  now = new Date('2026-05-01T12:00:00.000Z');
  /** Why nobody is admitted; 0: everybody is. */
  retryAfterSeconds = 0;
  /** What was charged, with the proof whose codes were read. */
  readonly charged: string[] = [];
  /** What was read again without a charge, with the proof. */
  readonly readAgain: string[] = [];
  readonly settled: (Settlement & { readonly key: AddressKey })[] = [];
  /** Happens once, before an address is read again. */
  meanwhile: (() => void) | undefined;
  readonly #situations = new Map<string, Omit<AddressSituation, 'now'>>();
  readonly #open = new Set<string>();

  set(email: string, situation: Partial<AddressSituation>): void {
    this.#situations.set(`shop/${email}`, { ...NOTHING, ...situation });
  }

  get isSettled(): boolean {
    return this.#open.size === 0;
  }

  async chargePassword(
    ...[key, , , proof = 'email']: Parameters<ChargedTries['chargePassword']>
  ): Promise<ChargedSituation> {
    const admitted = this.#charge(`password of ${key.email} for ${proof}`);
    return admitted.admitted ? { ...this.#read(key), ...admitted } : admitted;
  }

  async situationAgain(
    ...[key, , proof = 'email']: Parameters<ChargedTries['situationAgain']>
  ): Promise<AddressSituation> {
    this.readAgain.push(`${key.email} for ${proof}`);
    this.meanwhile?.();
    this.meanwhile = undefined;
    return this.#read(key);
  }

  async chargeNetwork({ network }: Pick<AddressKey, 'network'>): Promise<NetworkCharge> {
    return this.#charge(`network ${network}`);
  }

  async settle(key: AddressKey, { at }: ChargedTry, settlement: Settlement): Promise<void> {
    if (!this.#open.delete(at)) throw new Error(`No open charge ${at}`);
    this.settled.push({ key, ...settlement });
  }

  #read({ application, email }: Pick<AddressKey, 'application' | 'email'>): AddressSituation {
    return { now: this.now, ...(this.#situations.get(`${application}/${email}`) ?? NOTHING) };
  }

  #charge(what: string): NetworkCharge {
    const { retryAfterSeconds } = this;
    if (retryAfterSeconds > 0) return { admitted: false, retryAfterSeconds };
    this.charged.push(what);
    const at = String(this.charged.length);
    this.#open.add(at);
    return { admitted: true, charge: { at } };
  }
}
