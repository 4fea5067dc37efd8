import { type ImportPart, importIdOf, readPart } from './import-part.js';

export interface RefusedLine {
  /** Of the file, from 1. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

export interface ImportCounts {
  readonly imported: number;
  /** Imported by an earlier run of the same file. */
  readonly repeated: number;
  readonly refused: number;
}

export interface ImportProgress extends ImportCounts {
  /** Bytes of the file that are done. */
  readonly bytes: number;
  /** Lines of the file that are done, blank ones included. */
  readonly lines: number;
  /** The first of them; the report has all. */
  readonly refusals: readonly RefusedLine[];
}

/** Sends lines, and answers the service's report of them. */
export type SendLines = (importId: string, lines: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<string>;

type Outcome =
  | { readonly outcome: 'imported' | 'repeated'; readonly line: number }
  | ({ readonly outcome: 'refused' } & RefusedLine)
  | { readonly outcome: 'finished' };

/** What a page shows; a file of nothing but faults must not fill it. */
const SHOWN_REFUSALS = 200;

/**
 * One file on its way to the service, part by part: a browser sends a request before it reads its answer, so that a
 * report of the whole file would have to wait in the service. What is interrupted goes on where it has stopped, and in
 * another page from the beginning, where lines that are there already are only counted.
 */
export class ImportRun {
  #progress: ImportProgress = { bytes: 0, lines: 0, imported: 0, repeated: 0, refused: 0, refusals: [] };
  readonly #report: string[] = [];

  constructor(
    private readonly file: Blob,
    private readonly send: SendLines,
    private readonly onProgress: (progress: ImportProgress) => void,
  ) {}

  get progress(): ImportProgress {
    return this.#progress;
  }

  /** The outcome of each line, as JSON lines. */
  get report(): Blob {
    return new Blob(this.#report, { type: 'application/x-ndjson' });
  }

  /**
   * Resolves at the end of the file. Call it again to go on after it has thrown.
   * @throws what `send` throws, the signal's reason, TypeError for a report that is not whole
   */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const part = await readPart(this.file, this.#progress.bytes, this.#progress.lines + 1);
      if (!part) return;
      this.#add(part, part.bytes ? await this.#outcomesOf(part, part.bytes, signal) : [tooLong(part.firstLine)]);
      this.onProgress(this.#progress);
    }
  }

  async #outcomesOf(part: ImportPart, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Outcome[]> {
    const report = await this.send(await importIdOf(bytes, part.firstLine), bytes, signal);
    const outcomes = report
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Outcome);
    if (outcomes.at(-1)?.outcome !== 'finished') throw new TypeError('The service stopped in the middle of its report');
    return outcomes.map((outcome) =>
      outcome.outcome === 'finished' ? outcome : { ...outcome, line: outcome.line + part.firstLine - 1 },
    );
  }

  #add({ end, firstLine, lines }: ImportPart, outcomes: readonly Outcome[]): void {
    const told = outcomes.filter((outcome) => outcome.outcome !== 'finished');
    const refusals = told.filter((outcome) => outcome.outcome === 'refused');
    const count = (kind: Outcome['outcome']) => told.filter(({ outcome }) => outcome === kind).length;
    const before = this.#progress;
    this.#report.push(told.map((outcome) => `${JSON.stringify(outcome)}\n`).join(''));
    this.#progress = {
      bytes: end,
      lines: firstLine + lines - 1,
      imported: before.imported + count('imported'),
      repeated: before.repeated + count('repeated'),
      refused: before.refused + refusals.length,
      refusals: [...before.refusals, ...refusals].slice(0, SHOWN_REFUSALS),
    };
  }
}

const tooLong = (line: number): Outcome => ({
  outcome: 'refused',
  line,
  code: 'line-too-long',
  detail: 'At most 65536 bytes',
});
