import path from 'node:path';
import { reasonOf } from './survivors.ts';

/** What Stryker says of a mutant; lines from 1. */
export interface Mutant {
  readonly fileName: string;
  readonly status: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

interface Section {
  readonly percent: number;
  readonly text: string;
}

const FOUND = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];
const ROWS = /(?<=<!-- scores -->\n)[\s\S]*?(?=<!-- \/scores -->)/;
const LISTS = /(?<=<!-- survivors -->\n)[\s\S]*?(?=<!-- \/survivors -->)/;

/** The part of the page about one folder: its score, and each mutant that no test noticed with why it may live. */
export function sectionOf(folder: string, mutants: readonly Mutant[], read: (file: string) => string): Section {
  const found = mutants.filter(({ status }) => FOUND.includes(status));
  const missed = mutants.filter(({ status }) => MISSED.includes(status));
  const counted = found.length + missed.length;
  const percent = counted === 0 ? 0 : Math.floor((1_000 * found.length) / counted) / 10;
  const figures = counted === 0 ? 'no unit test of its own' : `${percent} % | ${found.length} of ${counted}`;
  const rows = missed.map((mutant) => {
    const file = path.relative('.', mutant.fileName);
    const line = (read(file).split('\n')[mutant.location.start.line - 1] ?? '').trim();
    const why = reasonOf(file, line, mutant.replacement) ?? 'not yet explained';
    return `| \`${path.relative(folder, file)}\` | ${code(line)} | ${code(mutant.replacement)} | ${why} |`;
  });
  const head = '| file | line | becomes | why it may live |\n| --- | --- | --- | --- |\n';
  return {
    percent,
    text: `### ${folder}\n\n${figures}\n\n${rows.length > 0 ? head + rows.toSorted().join('\n') : 'None.'}\n`,
  };
}

/** The page with these sections replaced; those of other folders stay as they are. */
export function withSections(page: string, folders: readonly string[], changed: ReadonlyMap<string, string>): string {
  const before = LISTS.exec(page)?.[0] ?? '';
  const kept = new Map(before.split(/(?=^### )/m).map((text) => [/^### (.+)$/m.exec(text)?.[1] ?? '', text.trim()]));
  const sections = folders.map((folder) => [folder, changed.get(folder)?.trim() ?? kept.get(folder)] as const);
  const rows = sections.map(([folder, text]) => {
    const figures = text?.split('\n')[2] ?? 'not run';
    return `| ${folder} | ${figures.includes('|') ? figures : `${figures} |`} |\n`;
  });
  const lists = sections.flatMap(([, text]) => (text === undefined ? [] : [`\n${text}\n`]));
  return page
    .replace(ROWS, () => `| folder | score | mutants found |\n| --- | --- | --- |\n${rows.join('')}`)
    .replace(LISTS, () => `${lists.join('')}\n`);
}

const code = (text: string): string => {
  const short = text.replaceAll(/\s+/g, ' ');
  return `\`${(short.length > 90 ? `${short.slice(0, 89)}…` : short).replaceAll('|', '\\|').replaceAll('`', "'")}\``;
};
