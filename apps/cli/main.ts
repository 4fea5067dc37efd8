import 'reflect-metadata';
import { explainFailure } from '@gatehouse/platform/process';
import { Command } from 'commander';
import { migrateCommand } from './migrate-command.js';

const program = new Command('gatehouse')
  .description('Runs and looks after a Gatehouse deployment')
  .showHelpAfterError()
  .addCommand(migrateCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`gatehouse: ${explainFailure(error)}\n`);
  process.exitCode = 1;
}
