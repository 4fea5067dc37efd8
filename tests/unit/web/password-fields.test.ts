import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const WEB = path.join(import.meta.dirname, '../../../apps/web');
const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|js|html)$/.test(file) && !/^(dist|node_modules)\b/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(WEB, file), 'utf8') }));
const fields = sources.flatMap(({ text }) => text.match(/<input[^>]*name="password"[^>]*>/g) ?? []);

describe('the fields for passwords', () => {
  it('mask what is typed, and tell password managers what they are for', () => {
    expect(fields.length).toBeGreaterThanOrEqual(2);
    for (const field of fields) expect(field).toMatch(/type="password" autocomplete="(current|new)-password"/);
  });

  it('take what is pasted, and no page stores anything', () => {
    expect(sources.some(({ file }) => file.endsWith('.js') || file.includes('script'))).toBe(true);
    // Fields for codes are no passwords: a code is taken out of the sentence that is pasted with it.
    const forCodes =
      /for \(const field of form\.querySelectorAll\('input\[autocomplete=one-time-code\]'\)\) \{.*?\n {2}\}\n/s;
    const hindering = sources.filter(({ text }) =>
      /\bpaste\b|localStorage|sessionStorage|indexedDB|autocomplete="off"/.test(text.replace(forCodes, '')),
    );
    expect(hindering.map(({ file }) => file)).toEqual([]);
  });
});
