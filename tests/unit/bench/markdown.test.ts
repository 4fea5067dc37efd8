import { markdownPage } from '../../bench/report/markdown.js';
import type { Report } from '../../bench/report/report.js';

const REPORT: Report = {
  startedAt: '2026-11-30T12:00:00.000Z',
  seconds: 600,
  command: 'npm run bench',
  quick: false,
  machine: { processor: 'AMD EPYC', cores: 2, memoryGiB: 24, system: 'Linux 6', node: '24.21.0', postgres: '18.4' },
  figures: [{ name: 'sign-ups', value: 70, unit: '/s', goal: { atLeast: 60 }, meaning: 'People who sign up.' }],
  remarks: ['A sign-up took 21 ms.'],
  details: {},
};

describe('the page of a run', () => {
  it('has a row and a meaning for each figure, and what scenarios say of theirs', () => {
    const page = markdownPage(REPORT, null);
    expect(page).toMatch(/^# Benchmarks\n/);
    expect(page).toContain('| sign-ups | 70.0/s | at least 60.0/s | met |\n\nA sign-up took 21 ms.\n');
    expect(page).toContain('- **sign-ups.** People who sign up.');
  });

  it('keeps the title and the marked paragraphs of the page that was there, and nothing else of it', () => {
    const [first, second] = ['why', 'and why\n\nnot'].map((text) => `<!-- kept -->\n${text}\n<!-- end of kept -->`);
    const page = markdownPage(REPORT, `# Too many people\n\nOld.\n\n${first}\n\n| old | table |\n\n${second}\n`);
    expect(page).toMatch(/^# Too many people\n/);
    expect(page).toContain(`A sign-up took 21 ms.\n\n${first}\n\n${second}\n\n## What the rows mean`);
    expect(page.toLowerCase()).not.toContain('old');
    expect(markdownPage(REPORT, page)).toBe(page);
  });
});
