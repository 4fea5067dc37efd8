export interface HashSpeed {
  readonly perSecond: number;
  /** Processor time of one, in milliseconds, with all that the process does. */
  readonly processorMs: number;
}

export interface FullSpeed {
  readonly inFlight: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Hashes as fast as it can, so many at once, and tells how fast that was once it is warm. */
export async function atFullSpeed(
  { inFlight, warmUpSeconds, seconds }: FullSpeed,
  hash: () => Promise<unknown>,
): Promise<HashSpeed> {
  const hashFor = async (forSeconds: number): Promise<HashSpeed> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    let done = 0;
    const worker = async (): Promise<void> => {
      while (performance.now() < began + forSeconds * 1000) {
        await hash();
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: (done * 1000) / (performance.now() - began), processorMs: (user + system) / 1000 / done };
  };
  await hashFor(warmUpSeconds);
  return hashFor(seconds);
}
