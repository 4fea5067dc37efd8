import { commonProblems, ProblemError } from '@gatehouse/platform/edge';
import type { RequestHandler } from 'express';

/** For pages and their files: read, never written. */
export const onlyGet: RequestHandler = () => {
  throw new ProblemError(commonProblems['method-not-allowed'], {}, { Allow: 'GET, HEAD' });
};
