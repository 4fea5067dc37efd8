import { TEST_ENVIRONMENT } from '../../support/api.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

const run = (args: readonly string[], more: Readonly<Record<string, string>>) =>
  runGatehouse(args, { ...TEST_ENVIRONMENT, ...more }, '/');

const COMMANDS = [['migrate', 'status'], ['applications', 'list'], ['keys', 'list'], ['funnel']];

describe('a command whose database is at fault', () => {
  it.each(COMMANDS)('names the setting when nothing answers: %s', async (...args) => {
    const { code, err } = await run(args, { DATABASE_URL: 'postgres://x:hunter2@127.0.0.1:1/x' });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^gatehouse: DATABASE_URL: .+\n$/) });
    expect(err).not.toContain('hunter2');
  });

  it('names both settings where there is a replica as well', async () => {
    const url = 'postgres://x@127.0.0.1:1/x';
    const { err } = await run(['keys', 'list'], { DATABASE_URL: url, DATABASE_READ_URL: url });
    expect(err).toMatch(/^gatehouse: DATABASE_URL or DATABASE_READ_URL: /);
  });

  it.each(COMMANDS)('shows no part of a password with an @ that is not encoded: %s', async (...args) => {
    const { code, err } = await run(args, { DATABASE_URL: 'postgres://x:hunter@two@three@127.0.0.1:1/x' });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL');
    expect(err).not.toMatch(/hunter|two|three/);
  });
});
