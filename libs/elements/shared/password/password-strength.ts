import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** 0, guessed at once, to 4, hardly ever. */
export type Strength = 0 | 1 | 2 | 3 | 4;

/** As many as the service refuses, from the same list. */
const MOST_COMMON = 10_000;

const common = new Set(dictionary['passwords-common']?.slice(0, MOST_COMMON));
const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

export const isCommon = (password: string): boolean => common.has(password.normalize('NFKC').toLowerCase());

/** @param personal what anyone knows of the person */
export const strengthOf = (password: string, personal: readonly string[]): Strength =>
  zxcvbn.check(password, [...personal]).score;
