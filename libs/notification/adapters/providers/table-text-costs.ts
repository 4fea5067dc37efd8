import type { SmsPrices } from '@gatehouse/platform/config';
import type { TextCosts } from '../../application/ports/providers.js';
import { costOf, type TextCost } from '../../domain/message/text-cost.js';

/** What text messages cost by the table of the settings, and how much of that was spent since the process began. */
export class TableTextCosts implements TextCosts {
  /**
   * @param prices null: nobody has said what a message costs
   * @param onSpent told of each accepted message; a binary fraction, good for alerts and not for bills
   */
  constructor(
    private readonly prices: SmsPrices | null,
    private readonly onSpent: (labels: { application: string; currency: string }, amount: number) => void,
  ) {}

  of(text: Parameters<TextCosts['of']>[0]): TextCost | null {
    return this.prices && costOf(text, this.prices);
  }

  spent(application: string, { currency, price, segments }: TextCost): void {
    this.onSpent({ application, currency }, segments * Number(price));
  }
}
