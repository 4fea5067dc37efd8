import { idInPath } from '@gatehouse/platform/edge';
import { registrationProblems as problems } from '../problems.js';

/** The user of the path. */
export const userIn = ({ id }: Readonly<Record<string, string>>): string => idInPath(id, problems['user-unknown']);
