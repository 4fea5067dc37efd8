/**
 * Decorators of a field as one, for fields that several classes have. As if they stood above the field one by one: the
 * last is applied first, and documents and refusals go by that order.
 */
export const together =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, field) => {
    for (const decorate of decorators.toReversed()) decorate(target, field);
  };
