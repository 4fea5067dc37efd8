import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.js';

/**
 * Asks for a yes on a terminal. Elsewhere nobody can answer, so the caller has to have said so.
 * @throws Error unless confirmed
 */
export async function confirm({ input, errors }: Terminal, question: string, isConfirmed: boolean): Promise<void> {
  if (isConfirmed) return;
  if (!input.isTTY) throw new Error(`${question} Add --yes to confirm`);
  const lines = createInterface({ input, output: errors });
  try {
    const answer = await lines.question(`${question} Continue? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Cancelled, nothing was changed');
  } finally {
    lines.close();
  }
}
