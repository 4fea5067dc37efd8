import { v5 } from 'uuid';

const NAMESPACE = '6c0f3a52-6a0e-4d0e-9d5e-1f0e6f3f7b11';

/** An id that depends on nothing but its parts (RFC 9562, version 5): repeating a hand-over makes no second job. */
export const derivedId = (...parts: readonly (string | number)[]): string => v5(parts.join('/'), NAMESPACE);
