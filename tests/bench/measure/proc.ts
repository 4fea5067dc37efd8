import { readdir, readFile, writeFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const MS_PER_TICK = 10;

interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  /** Of the process itself, in milliseconds. */
  readonly ownMs: number;
  /** Of its children that have ended. */
  readonly childrenMs: number;
}

/** Null where the process is gone, and on systems without /proc. */
export const processStat = (pid: number): Promise<ProcessStat | null> => readStat(`/proc/${pid}/stat`, pid);

/** Threads have the same lines as processes. */
async function readStat(file: string, pid: number): Promise<ProcessStat | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  // The name stands in parentheses and may hold anything, so the fields are counted from its end: state, ppid, …
  const nameEnds = text.lastIndexOf(')');
  const fields = text.slice(nameEnds + 2).split(' ');
  const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15).map(Number);
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, nameEnds),
    parent: Number(fields[1]),
    ownMs: ((user ?? 0) + (system ?? 0)) * MS_PER_TICK,
    childrenMs: ((childrenUser ?? 0) + (childrenSystem ?? 0)) * MS_PER_TICK,
  };
}

/** Processor time of a process' thread pool, which is where passwords are hashed, in milliseconds. */
export async function threadPoolMs(pid: number): Promise<number> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const threads = await Promise.all(tasks.map((task) => readStat(`/proc/${pid}/task/${task}/stat`, Number(task))));
  return threads.reduce((sum, thread) => sum + (thread?.name === 'libuv-worker' ? thread.ownMs : 0), 0);
}

/** Processor time of a process with all its children, living and ended, in milliseconds. */
export async function familyProcessorMs(pid: number): Promise<number> {
  const parent = await processStat(pid);
  if (parent === null) return 0;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const children = (await Promise.all(pids.map(processStat))).filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.ownMs ?? 0), parent.ownMs + parent.childrenMs);
}

/** Processor time that the whole machine has spent on anything, in milliseconds; null without /proc. */
export async function machineProcessorMs(): Promise<number | null> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => null);
  const [user, nice, system, , , irq, softirq, steal] =
    text?.split('\n')[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
  if (user === undefined) return null;
  return [user, nice, system, irq, softirq, steal].reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) * MS_PER_TICK;
}

/** Resident memory in MiB; null without /proc. */
export async function residentMiB(pid: number): Promise<{ readonly now: number; readonly peak: number } | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [now, peak] = ['VmRSS', 'VmHWM'].map((field) => new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]);
  return now && peak ? { now: Number(now) / 1024, peak: Number(peak) / 1024 } : null;
}

/** The peak of the resident memory counts from now on; where /proc does not allow it, from the start of the process. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
}
