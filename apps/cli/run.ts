import 'reflect-metadata';
import { runProgram } from './program.js';
import { Terminal } from './terminal.js';

process.exitCode = await runProgram(process.argv.slice(2), Terminal.ofProcess());
