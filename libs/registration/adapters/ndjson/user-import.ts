import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Command,
  type CommandBus,
  type CommandContext,
  isVisible,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import { commandFrom, type Line, ProblemError, parseJsonObject, readLines } from '@gatehouse/platform/edge';
import { fieldErrors } from '@gatehouse/platform/validation';
import { refusedFields } from '../../application/transfer/import-users.js';
import {
  BeginImport,
  ImportedLine,
  ImportedUser,
  type ImportOutcome,
  type ImportReport,
  ImportUsers,
  LARGEST_IMPORT_BATCH,
} from '../../contract/commands/import-users.js';

const MOST_LINE_BYTES = 64 * 1024;
/** Lines that are parsed before others get a turn: some milliseconds. */
const LINES_A_TURN = 25;
const BLANK = /^\s*$/;
/** Other systems keep an empty text, or an invisible one, where no name was given. */
const NAMES = ['name', 'surname'];

/** A command was refused that no line is to blame for. */
class ImportStopped extends Error {
  override readonly name = 'ImportStopped';

  constructor(readonly refusal: Refusal) {
    super(refusal.detail ?? refusal.code);
  }
}

/**
 * Takes over users that come as one JSON object a line, a batch at a time, however many they are; reports the outcome of each
 * batch once it is committed.
 */
export class NdjsonUserImport {
  constructor(private readonly bus: CommandBus) {}

  /** @param importId that of an import which has broken off, or a new one */
  async *run(
    importId: string,
    source: AsyncIterable<Uint8Array>,
    context: CommandContext,
  ): AsyncIterable<readonly ImportReport[]> {
    let progress = await this.#execute(commandFrom(BeginImport, { importId }), context);
    const counts = { imported: 0, repeated: 0, refused: 0 };
    for await (const lines of batchesOf(readLines(source, MOST_LINE_BYTES))) {
      const { users, refused, ignored } = await readUsers(lines);
      const through = lines.at(-1)?.number;
      const batch = await this.#execute(commandFrom(ImportUsers, { importId, through, lines: users }), context);
      progress = batch.progress;
      const written = batch.outcomes.map((outcome) => withIgnored(outcome, ignored.get(outcome.line)));
      const outcomes = [...written, ...refused].sort((a, b) => a.line - b.line);
      for (const { outcome } of outcomes) counts[outcome] += 1;
      yield outcomes;
    }
    const { refused, repeated } = counts;
    yield [{ outcome: 'finished', importId, lines: progress.lines, imported: progress.imported, refused, repeated }];
  }

  async #execute<T>(command: Command<Result<T, Refusal>>, context: CommandContext): Promise<T> {
    const answer = await this.bus.execute(command, context);
    if (!answer.ok) throw new ImportStopped(answer.error);
    return answer.value;
  }
}

/** As many as one command takes; what has come is handled at the end of the stream at the latest. */
async function* batchesOf(source: AsyncIterable<Line[]>): AsyncIterable<Line[]> {
  let batch: Line[] = [];
  for await (const lines of source) {
    for (const line of lines) {
      batch.push(line);
      if (batch.length < LARGEST_IMPORT_BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

type Refused = Extract<ImportOutcome, { outcome: 'refused' }>;

interface ReadLines {
  readonly users: ImportedLine[];
  readonly refused: Refused[];
  /** By line, the fields that are taken as absent. */
  readonly ignored: Map<number, readonly string[]>;
}

async function readUsers(lines: readonly Line[]): Promise<ReadLines> {
  const ignored: ReadLines['ignored'] = new Map();
  const users: ImportedLine[] = [];
  const refused: Refused[] = [];
  for (const [index, line] of lines.entries()) {
    if (index % LINES_A_TURN === LINES_A_TURN - 1) await nextTurn();
    const read = readUser(line, ignored);
    if (read instanceof ImportedUser)
      users.push(Object.assign(new ImportedLine(), { number: line.number, user: read }));
    else if (read !== null) refused.push(read);
  }
  return { users, refused, ignored };
}

/** What is said of a body, of a line. */
const OF_LINE: Readonly<Record<string, string>> = {
  'body-not-json': 'Line is not valid JSON',
  'body-not-object': 'Line is not a JSON object',
  'body-not-utf-8': 'Line is not UTF-8',
};

/** Null for a line with nothing on it. What is on the line is not repeated in the report: it may hold a hash. */
function readUser({ number, bytes }: Line, ignored: ReadLines['ignored']): ImportedUser | Refused | null {
  const refuse = (code: string, detail: string): Refused => ({ line: number, outcome: 'refused', code, detail });
  if (bytes === null) return refuse('line-too-long', `At most ${MOST_LINE_BYTES} bytes`);
  if (bytes.length < 16 && BLANK.test(Buffer.from(bytes).toString('latin1'))) return null;
  try {
    const fields = parseJsonObject(bytes);
    const empty = NAMES.filter((name) => typeof fields[name] === 'string' && !isVisible(fields[name]));
    if (empty.length > 0) ignored.set(number, empty);
    for (const name of empty) delete fields[name];
    const user = Object.assign(new ImportedUser(), fields);
    const errors = fieldErrors(user);
    return errors.length > 0 ? refusedFields(number, errors) : user;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail = error.problem.title, detailCode = '' } = error.refusal;
    return refuse(error.problem.code, OF_LINE[detailCode] ?? detail);
  }
}

const withIgnored = (outcome: ImportOutcome, ignored: readonly string[] | undefined): ImportOutcome =>
  ignored && outcome.outcome !== 'refused' ? { ...outcome, ignored } : outcome;
