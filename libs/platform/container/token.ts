import type { ServiceIdentifier } from 'inversify';

/** Names a port for the container; its type makes a wrong argument of a factory a compile error. */
export const token = <T>(description: string): ServiceIdentifier<T> => Symbol(description);
