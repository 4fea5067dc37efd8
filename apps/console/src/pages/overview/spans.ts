/** How many days the chart may show. */
export const SPANS = ['7', '30', '90'] as const;
