import { explainFailure } from '@gatehouse/platform/process';
import { type Command, CommanderError } from 'commander';
import { explainFileFault } from './explain-file-fault.js';
import { gatehouse } from './program.js';
import { BROKEN_PIPE, isBrokenPipe, type Terminal } from './terminal.js';

const MISUNDERSTOOD = 2;

/**
 * Runs `gatehouse <args…>` and answers the exit code: 0 done, 1 refused or failed, 2 not understood. What went wrong has
 * been said by then.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await settle(gatehouse(terminal), terminal).parseAsync(args, { from: 'user' });
    return terminal.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said it already.
      return error.exitCode === 0 ? 0 : MISUNDERSTOOD;
    }
    if (isBrokenPipe(error)) return BROKEN_PIPE;
    terminal.errors.write(`gatehouse: ${explainFileFault(error) ?? explainFailure(error)}\n`);
    return 1;
  }
}

/** Has it answer at the terminal, and throw instead of leaving the process at once, which could cut the output off. */
function settle(command: Command, terminal: Terminal): Command {
  command
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
    });
  for (const inner of command.commands) settle(inner, terminal);
  return command;
}
