import 'reflect-metadata';
import { explainFailure } from '@gatehouse/platform/process';
import { type Command, CommanderError } from 'commander';
import { gatehouse } from './program.js';

const MISUNDERSTOOD = 2;

/** Instead of leaving the process at once, which could cut the output off. */
function stayIn(command: Command): Command {
  command.exitOverride().showHelpAfterError();
  for (const inner of command.commands) stayIn(inner);
  return command;
}

try {
  await stayIn(gatehouse()).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it already.
    process.exitCode = error.exitCode === 0 ? 0 : MISUNDERSTOOD;
  } else {
    process.stderr.write(`gatehouse: ${explainFailure(error)}\n`);
    process.exitCode = 1;
  }
}
