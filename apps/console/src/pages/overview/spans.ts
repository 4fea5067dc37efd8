/** How many days the chart may show. */
export const SPANS = ['7', '30', '90'] as const;
export type Span = (typeof SPANS)[number];

/** Whole weeks that such a span reaches into. */
export const WEEKS: Readonly<Record<Span, number>> = { '7': 2, '30': 5, '90': 13 };

/** What activation rates can be told apart by. */
export const GROUPS = ['provider', 'mail-domain', 'phone-country'] as const;
export type Groups = (typeof GROUPS)[number];
