import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { guessingBound } from '../../libs/registration/domain/code/judge-code.js';
import { type CodePolicy, standardPolicy, strictPolicy } from '../../libs/registration/domain/policy.js';
import { ASVS_REQUIREMENTS } from './asvs-requirements.js';

const PROJECT = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(PROJECT, 'docs/security.md'), 'utf8');
const rows = page.split('\n').flatMap((line) => {
  const [, number, asks, here] = /^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$/.exec(line) ?? [];
  return number && asks && here ? [{ number, asks, here }] : [];
});

describe('docs/security.md', () => {
  it('has every requirement of levels 1 and 2 once, in their order', () => {
    expect(ASVS_REQUIREMENTS).toHaveLength(217);
    expect(rows.map(({ number }) => number)).toEqual(ASVS_REQUIREMENTS);
  });

  it('shows each by a test or a document, or says why not', () => {
    const bare = rows.filter(
      ({ here }) => !/`tests\/|\]\(|\*(deviation|does not apply|operator)\*|^(no test|the same)/.test(here),
    );
    expect(bare).toEqual([]);
  });

  it('names tests and documents that are there', () => {
    const tests = [...page.matchAll(/`(tests\/[^`]+)`/g)].map(([, file = '']) => file);
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, file = '']) => path.join('docs', file));
    expect(tests.length).toBeGreaterThan(100);
    expect([...new Set([...tests, ...links])].filter((file) => !existsSync(path.join(PROJECT, file)))).toEqual([]);
  });

  it.each<[string, CodePolicy, string]>([
    ['activation, standard', standardPolicy.codes.activation, '3.003 · 10⁻⁴'],
    ['activation, preset `strict`', strictPolicy.codes.activation, '3.3 · 10⁻⁶'],
    ['phone', standardPolicy.codes.phone, '3 · 10⁻⁵'],
    ['change of address', standardPolicy.codes['email-change'], '3 · 10⁻⁵'],
    ['password reset', standardPolicy.codes['password-reset'], '3 · 10⁻⁷'],
  ])('tells the bound of guessing as it is computed: %s', (what, policy, told) => {
    const row = page.split('\n').find((line) => line.startsWith(`| ${what} |`));
    expect(row).toContain(` ${told} |`);
    const [, digits = '', exponent = ''] = /^([\d.]+) · 10⁻(.)$/.exec(told) ?? [];
    const value = Number(digits) * 10 ** -'⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(exponent);
    expect(guessingBound(policy, standardPolicy.messages) / value).toBeCloseTo(1, 10);
  });
});
