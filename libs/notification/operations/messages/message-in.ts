import { idInPath } from '@gatehouse/platform/edge';
import { notificationProblems as problems } from '../problems.js';

/** The message of the path. */
export const messageIn = ({ id }: Readonly<Record<string, string>>): string =>
  idInPath(id, problems['message-unknown']);
