import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { clearLine, cursorTo } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { explainFailure } from '@gatehouse/platform/process';
import { REGISTRATION } from '@gatehouse/registration';
import type { ImportReport, ImportSummary } from '@gatehouse/registration/contract';
import { Command } from 'commander';
import { explainFileFault } from '../arguments.js';
import { type Operator, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface ImportProgressBar {
  /** Hands a file's pieces on, and shows how much of it is done. */
  watch(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Prints lines of their own above the bar. */
  above(print: () => void): void;
  stop(): void;
}

const WIDTH = 30;
/** What shells answer for a program that SIGINT has ended. */
const INTERRUPTED = 130;

interface Options {
  readonly application: string;
  readonly importId?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** `gatehouse import FILE`. */
export const importCommand = (terminal: Terminal): Command =>
  new Command('import')
    .description('Imports users from another system, with their password hashes')
    .argument('<file>', 'one user per line, as JSON; - reads standard input')
    .option('--application <slug>', 'the application to import them into', 'default')
    .option('--import-id <uuid>', 'continue an interrupted import; derived from the file’s content by default')
    .option('--report <file>', 'write the outcome of each line to this file, as JSON')
    .option('--json', 'print the outcome of each line and the summary as JSON')
    .addHelpText(
      'after',
      `
A line has the fields email, emailVerified, passwordHash, name, surname, phone, phoneVerified, hobbies, birthDate, locale,
acceptedTerms, createdAt and id, of which only email is required. Supported hashes: Django, bcrypt, scrypt, argon2 and PBKDF2.
Run again with the same file, an interrupted import continues; imported lines stay as they are.
Existing accounts are never changed. The exit code is 1 if any line was refused.

Examples:
  $ gatehouse import users.ndjson --application shop
  $ gatehouse import users.ndjson --application shop --report report.ndjson
  $ zcat users.ndjson.gz | gatehouse import - --import-id 019a4f3e-9d10-7a52-8c2b-5b1e0c9d7f42 --json`,
    )
    .action((file: string, options: Options) =>
      withOperator(terminal, (operator) => importFile(terminal, operator, file, options)),
    );

/**
 * A bar on the standard error, on a terminal only.
 * @param size bytes, or null if unknown
 */
function importProgress(size: number | null, errors: Terminal['errors']): ImportProgressBar {
  if (!errors.isTTY || size === null || size === 0) {
    return { watch: (source) => source, above: (print) => print(), stop: () => undefined };
  }
  let percent = 0;
  const clear = (): void => {
    clearLine(errors, 0);
    cursorTo(errors, 0);
  };
  const draw = (): void => {
    const done = Math.round((percent / 100) * WIDTH);
    errors.write(`Importing [${'#'.repeat(done)}${' '.repeat(WIDTH - done)}] ${percent} %`);
  };
  // Ctrl-C ends the process as if all were well.
  const interrupted = (): void => {
    process.exitCode = INTERRUPTED;
  };
  process.once('exit', interrupted);
  draw();
  return {
    watch: async function* (source) {
      let read = 0;
      for await (const piece of source) {
        yield piece;
        read += piece.length;
        const now = Math.floor((read / size) * 100);
        if (now === percent) continue;
        percent = now;
        clear();
        draw();
      }
    },
    above: (print) => {
      clear();
      print();
      draw();
    },
    stop: () => {
      process.off('exit', interrupted);
      clear();
    },
  };
}

async function importFile(terminal: Terminal, operator: Operator, name: string, options: Options): Promise<void> {
  const { application, report, json } = options;
  const file = name === '-' ? null : terminal.file(name);
  await operator.mustExist(application);
  const importId = options.importId ?? (await idOf(file));
  const size = file === null ? null : (await stat(file)).size;
  const progress = importProgress(size, terminal.errors);
  let summary: ImportSummary | undefined;
  const ignored = new Map<string, number>();
  const source = file === null ? terminal.input : createReadStream(file);
  const run = operator.container
    .get(REGISTRATION.userImport)
    .run(importId, progress.watch(source), operator.context(application));
  try {
    await pipeline(
      async function* () {
        for await (const outcomes of run) {
          for (const outcome of outcomes) if (outcome.outcome === 'finished') summary = outcome;
          countIgnored(outcomes, ignored);
          if (isTold(outcomes, json)) progress.above(() => tell(terminal, outcomes, json));
          yield outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
        }
      },
      report === undefined ? discard : createWriteStream(terminal.file(report)),
    );
  } catch (error) {
    const reason = explainFileFault(error) ?? explainFailure(error);
    throw new Error(`Import stopped: ${reason}\nTo continue, run it again with --import-id ${importId}`, {
      cause: error,
    });
  } finally {
    progress.stop();
  }
  if (!summary) throw new Error('The import ended without a summary');
  const { imported, refused, repeated, lines } = summary;
  if (refused > 0) terminal.exitCode = 1;
  if (json) return;
  terminal.say(`${lines} lines: ${imported} imported (${repeated} already present), ${refused} refused`);
  for (const [field, times] of ignored) {
    terminal.say(`${field}: empty on ${times} ${times === 1 ? 'line' : 'lines'}, imported without it`);
  }
}

/** The same file is the same import, wherever it stands. */
async function idOf(file: string | null): Promise<string> {
  if (file === null) throw new Error('Reading from standard input requires --import-id');
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const hex = hash.digest('hex');
  // RFC 9562, section 5.8: version and variant, the rest is ours.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function countIgnored(outcomes: readonly ImportReport[], counts: Map<string, number>): void {
  for (const field of outcomes.flatMap((outcome) => ('ignored' in outcome ? (outcome.ignored ?? []) : []))) {
    counts.set(field, (counts.get(field) ?? 0) + 1);
  }
}

const isTold = (outcomes: readonly ImportReport[], json: boolean | undefined): boolean =>
  json === true || outcomes.some(({ outcome }) => outcome === 'refused');

function tell(terminal: Terminal, outcomes: readonly ImportReport[], json: boolean | undefined): void {
  for (const outcome of outcomes) {
    if (json) terminal.say(JSON.stringify(outcome));
    else if (outcome.outcome === 'refused') terminal.say(`line ${outcome.line}: ${outcome.code}: ${outcome.detail}`);
  }
}

async function discard(lines: AsyncIterable<string>): Promise<void> {
  for await (const _ of lines);
}
