/** Of values as JSON has them. A patch leaves the order of names as it is. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
