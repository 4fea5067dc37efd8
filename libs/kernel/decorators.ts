/** Texts by class and field; the class's own stands under ''. */
const texts = new WeakMap<object, Map<string, string>>();

/**
 * Says in the API's documents what a field of a contract, or a whole class of it, means to callers. Comments are
 * gone when the documents are made; this text is not, and it stands where the comment would.
 */
export const Description =
  (text: string) =>
  (target: object, field: string | symbol = ''): void => {
    const described = typeof target === 'function' ? target : target.constructor;
    const fields = texts.get(described) ?? new Map<string, string>();
    texts.set(described, fields.set(String(field), text));
  };

/** The description of a class, or of one of its fields; fields inherit theirs from the class's ancestors. */
export function descriptionOf(described: object, field = ''): string | undefined {
  const own = texts.get(described)?.get(field);
  const ancestor = Object.getPrototypeOf(described) as object | null;
  if (own !== undefined || field === '' || ancestor === null) return own;
  return descriptionOf(ancestor, field);
}

/**
 * Decorators of a field as one, for fields that several classes have. As if they stood above the field one by one: the
 * last is applied first, and documents and refusals go by that order.
 */
export const together =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, field) => {
    for (const decorate of decorators.toReversed()) decorate(target, field);
  };
