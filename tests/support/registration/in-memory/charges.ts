import type {
  ChargedTry,
  NetworkCharge,
  Settlement,
} from '../../../../libs/registration/application/ports/charged-tries.js';

/** What a network is charged for codes that need no password. A charge stands until it is settled. */
export class NetworkCharges {
  /** Why a network is not admitted; 0: it is. */
  retryAfterSeconds = 0;
  readonly settled: (Settlement & { readonly email: string; readonly from: string | null })[] = [];
  readonly open = new Set<string>();
  #charged = 0;

  async chargeNetwork(): Promise<NetworkCharge> {
    const { retryAfterSeconds } = this;
    if (retryAfterSeconds > 0) return { admitted: false, retryAfterSeconds };
    this.#charged += 1;
    const at = String(this.#charged);
    this.open.add(at);
    return { admitted: true, charge: { at } };
  }

  async settle(
    { email, network }: { readonly email: string; readonly network: string | null },
    { at }: ChargedTry,
    settlement: Settlement,
  ): Promise<void> {
    if (!this.open.delete(at)) throw new Error(`No open charge ${at}`);
    this.settled.push({ ...settlement, email, from: network });
  }
}
