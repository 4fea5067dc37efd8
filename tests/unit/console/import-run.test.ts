import { importIdOf, readPart } from '../../../apps/console/src/pages/import/import-part.js';
import { type ImportProgress, ImportRun } from '../../../apps/console/src/pages/import/import-run.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;
const line = (number: number) => `{"email":"user-${number}@example.com"}`;
const fileOf = (lines: number) => new Blob([Array.from({ length: lines }, (_, at) => `${line(at + 1)}\n`).join('')]);
const textOf = (bytes: Uint8Array | null | undefined) => new TextDecoder().decode(bytes ?? new Uint8Array());

/** Imports what it gets, but for addresses that it is to refuse; knows lines that it has seen. */
class Service {
  readonly seen = new Set<string>();
  readonly ids: string[] = [];
  fails: Error | null = null;
  refused = /nobody/;

  readonly send = async (id: string, bytes: Uint8Array): Promise<string> => {
    if (this.fails) throw this.fails;
    this.ids.push(id);
    const outcomes = textOf(bytes)
      .split('\n')
      .flatMap((text, at): object[] => {
        if (text === '') return [];
        const known = this.seen.has(text);
        this.seen.add(text);
        if (this.refused.test(text))
          return [{ line: at + 1, outcome: 'refused', code: 'email-taken', detail: 'Taken' }];
        return [{ line: at + 1, outcome: known ? 'repeated' : 'imported', id: 'x' }];
      });
    return [...outcomes, { outcome: 'finished' }].map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
  };
}

const run = (file: Blob, service: Service) => {
  const told: ImportProgress[] = [];
  return { told, run: new ImportRun(file, service.send, (progress) => told.push(progress)) };
};
const go = (it: ImportRun) => it.run(new AbortController().signal);

describe('an import in the console', () => {
  it('goes in parts of 500 lines, and counts what came of each', async () => {
    const service = new Service();
    const { told, run: it } = run(fileOf(1_201), service);
    await go(it);
    expect(told.map(({ lines, imported }) => [lines, imported])).toEqual([
      [500, 500],
      [1_000, 1_000],
      [1_201, 1_201],
    ]);
    expect(it.progress.bytes).toBe(fileOf(1_201).size);
    expect(service.seen.size).toBe(1_201);
    expect(new Set(service.ids).size).toBe(3);
    for (const id of service.ids) expect(id).toMatch(ID);
  });

  it('names refused lines by their number in the file, and has each outcome in its report', async () => {
    const service = new Service();
    const file = new Blob([await fileOf(501).text(), '\n', '{"email":"nobody"}']);
    const { run: it } = run(file, service);
    await go(it);
    expect(it.progress).toMatchObject({ lines: 503, imported: 501, refused: 1, repeated: 0 });
    expect(it.progress.refusals).toEqual([{ outcome: 'refused', line: 503, code: 'email-taken', detail: 'Taken' }]);
    const report = (await it.report.text()).trim().split('\n');
    expect(report).toHaveLength(502);
    expect(JSON.parse(report[500] ?? '')).toMatchObject({ line: 501, outcome: 'imported' });
  });

  it('goes on where it was interrupted', async () => {
    const service = new Service();
    const told: number[] = [];
    const it = new ImportRun(fileOf(1_100), service.send, ({ lines }) => {
      told.push(lines);
      service.fails = told.length === 1 ? new Error('The service cannot be reached') : null;
    });
    await expect(go(it)).rejects.toThrow('cannot be reached');
    service.fails = null;
    await go(it);
    expect(told).toEqual([500, 1_000, 1_100]);
    expect(it.progress).toMatchObject({ imported: 1_100, repeated: 0 });
  });

  it('counts lines that an earlier run has imported, under the same ids', async () => {
    const service = new Service();
    await go(run(fileOf(700), service).run);
    const { run: again } = run(fileOf(700), service);
    await go(again);
    expect(again.progress).toMatchObject({ imported: 0, repeated: 700 });
    expect(service.ids.slice(2)).toEqual(service.ids.slice(0, 2));
  });

  it('refuses by itself a line that no part has room for, and keeps the numbers of those behind it', async () => {
    const service = new Service();
    const file = new Blob([`${line(1)}\n`, 'x'.repeat(700_000), `\n${line(3)}\n`]);
    const { run: it } = run(file, service);
    await go(it);
    expect(it.progress).toMatchObject({ lines: 3, imported: 2, refused: 1, bytes: file.size });
    expect(it.progress.refusals).toMatchObject([{ line: 2, code: 'line-too-long' }]);
  });

  it('does not take a report without its end for a whole one', async () => {
    const it = new ImportRun(
      fileOf(3),
      async () => '{"line":1,"outcome":"imported"}\n',
      () => undefined,
    );
    await expect(go(it)).rejects.toThrow('in the middle of its report');
    expect(it.progress.lines).toBe(0);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const service = new Service();
    const it = new ImportRun(fileOf(2_000), service.send, () => stop.abort());
    await expect(it.run(stop.signal)).rejects.toThrow('aborted');
    expect(it.progress.lines).toBe(500);
  });

  it('shows the first 200 refusals, however many there are', async () => {
    const service = new Service();
    service.refused = /user/;
    const { run: it } = run(fileOf(600), service);
    await go(it);
    expect(it.progress.refused).toBe(600);
    expect(it.progress.refusals).toHaveLength(200);
  });
});

describe('a part of a file', () => {
  it('is null at the end, and of an empty file', async () => {
    expect(await readPart(new Blob(['a\n']), 2, 2)).toBeNull();
    expect(await readPart(new Blob([]), 0, 1)).toBeNull();
  });

  it('takes a last line that does not end', async () => {
    const part = await readPart(new Blob(['a\nb']), 0, 1);
    expect([textOf(part?.bytes), part?.lines, part?.end]).toEqual(['a\nb', 2, 3]);
  });

  it('ends before a line that is not all there', async () => {
    const first = `${'a'.repeat(200 * 1024)}\n`;
    const part = await readPart(new Blob([first, 'b'.repeat(100 * 1024), '\n']), 0, 1);
    expect([part?.lines, part?.end]).toEqual([1, first.length]);
  });

  it('has another id where the same text stands on other lines', async () => {
    const bytes = new TextEncoder().encode('a\n');
    expect(await importIdOf(bytes, 1)).not.toBe(await importIdOf(bytes, 2));
  });
});
