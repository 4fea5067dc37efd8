import type { Finding } from '@gatehouse/deployment/doctor';
import { KeptFindings } from '../../../apps/api/diagnostics/kept-findings.js';

const GOOD: Finding = { subject: 'database', state: 'good', found: 'PostgreSQL 18.1' };
const BAD: Finding = { subject: 'broker', state: 'bad', found: 'gone', advice: 'Start it' };
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('what the doctor found', () => {
  it('is shown at once, and renewed by those who look when it is two minutes old', async () => {
    let now = 0;
    let examinations = 0;
    const answers = [[GOOD], [BAD]];
    const kept = new KeptFindings(
      async () => answers[examinations++] ?? [],
      () => now,
    );
    expect(kept.look()).toBeNull();
    await settle();
    expect(kept.look()).toEqual({ examinedAt: new Date(0), findings: [GOOD] });
    now = 119_999;
    for (let look = 0; look < 50; look += 1) kept.look();
    await settle();
    expect(examinations).toBe(1);
    now = 120_000;
    expect(kept.look()?.findings).toEqual([GOOD]);
    await settle();
    expect(kept.look()).toEqual({ examinedAt: new Date(120_000), findings: [BAD] });
    expect(examinations).toBe(2);
  });

  it('is examined once, however many look meanwhile', async () => {
    let examinations = 0;
    const { promise, resolve } = Promise.withResolvers<Finding[]>();
    const kept = new KeptFindings(() => {
      examinations += 1;
      return promise;
    });
    for (let look = 0; look < 50; look += 1) expect(kept.look()).toBeNull();
    expect(examinations).toBe(1);
    resolve([GOOD]);
    await settle();
    expect(kept.look()?.findings).toEqual([GOOD]);
  });

  it('says so when an examination breaks off, without the words of the fault', async () => {
    const kept = new KeptFindings(async () => {
      throw new TypeError('postgres://ada:secret@db');
    });
    kept.look();
    await settle();
    expect(kept.look()?.findings).toMatchObject([{ subject: 'doctor', state: 'bad' }]);
    expect(JSON.stringify(kept.look())).not.toContain('secret');
  });
});
