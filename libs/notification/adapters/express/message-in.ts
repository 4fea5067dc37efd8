import { idInPath } from '@gatehouse/platform/http';
import { notificationProblems as problems } from './problems.js';

/** The message of the path. */
export const messageIn = ({ id }: Readonly<Record<string, string>>): string =>
  idInPath(id, problems['message-unknown']);
