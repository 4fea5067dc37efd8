import type { Code } from '../../../libs/registration/domain/code/code.js';
import { judgeCode } from '../../../libs/registration/domain/code/judge-code.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const policy = standardPolicy.codes.activation;

interface Typable extends Code {
  readonly text: string;
}

const live = (text: string, more: Partial<Code> = {}): Typable => ({
  id: `code ${text}`,
  purpose: 'activation',
  userId: 'ada',
  keyId: 'first',
  digits: text.length,
  attempts: 0,
  maxAttempts: 3,
  dispatchedAt: after(-10),
  acceptedAt: after(-9),
  expiresAt: after(51),
  text,
  ...more,
});
const over = (text: string, more: Partial<Code> = {}) => live(text, { expiresAt: NOW, ...more });
/** Sent, never known to be accepted, and out of time: it may come to life again. */
const asleep = (text: string, more: Partial<Code> = {}) =>
  live(text, { acceptedAt: null, expiresAt: after(-1), ...more });
const waiting = (text: string) => live(text, { dispatchedAt: null, acceptedAt: null, expiresAt: null });
const abandoned = (text: string) => live(text, { acceptedAt: null, expiresAt: null });

/** The verdict in words: its kind, and the codes that must count the try. */
const judge = (typed: string, codes: readonly Typable[], used = 0) => {
  const compared: string[] = [];
  const verdict = judgeCode(
    typed,
    codes,
    used,
    policy,
    (code) => {
      compared.push(code.text);
      return code.text;
    },
    NOW,
  );
  const charge = verdict.kind === 'exhausted' ? [] : verdict.charge.map(({ text }) => text);
  return {
    kind: verdict.kind,
    charge,
    compared,
    right: verdict.kind === 'right' ? verdict.code.text : undefined,
  };
};

describe('a try at one code', () => {
  it.each([
    ['the right digits of a live code', '0042', live('0042'), 'right', ['0042']],
    ['other digits', '0043', live('0042'), 'wrong', ['0042']],
    ['the digits without their leading zeros', '42', live('0042'), 'wrong', ['0042']],
    ['the digits with one zero more', '00042', live('0042'), 'wrong', ['0042']],
    ['four zeros', '0000', live('0000'), 'right', ['0000']],
    ['the right digits on the last of its tries', '0042', live('0042', { attempts: 2 }), 'right', ['0042']],
    ['the right digits after its tries', '0042', live('0042', { attempts: 3 }), 'exhausted', []],
    ['other digits after its tries', '0043', live('0042', { attempts: 3 }), 'exhausted', []],
    ['the right digits, too late', '0042', over('0042'), 'late', []],
    ['the right digits, too late and after its tries', '0042', over('0042', { attempts: 3 }), 'late', []],
    ['other digits, too late', '0043', over('0042'), 'wrong', []],
    [
      'the right digits while it is not known to be accepted',
      '0042',
      live('0042', { acceptedAt: null }),
      'right',
      ['0042'],
    ],
    ['the right digits of one that sleeps', '0042', asleep('0042'), 'late', ['0042']],
    ['other digits of one that sleeps', '0043', asleep('0042'), 'wrong', ['0042']],
    ['the right digits of one that was given up', '0042', abandoned('0042'), 'late', ['0042']],
    ['the right digits of one that was never sent', '0042', waiting('0042'), 'wrong', []],
  ])('%s', (_, typed, code, kind, charge) => {
    expect(judge(typed, [code])).toMatchObject({ kind, charge });
  });

  it('is wrong where there is no code, and costs nothing', () => {
    expect(judge('0042', [])).toMatchObject({ kind: 'wrong', charge: [] });
  });
});

describe('a code as people type it', () => {
  it.each([
    ['Arabic digits', '٠٠٤٢'],
    ['Persian digits', '۰۰۴۲'],
    ['Devanagari digits', '००४२'],
    ['fullwidth digits', '００４２'],
    ['digits of several scripts', '0٠४2'],
    ['spaces', ' 00 42\n'],
    ['no-break spaces', '00\u00a042'],
    ['a hyphen', '00-42'],
    ['a no-break hyphen', '00\u201142'],
    ['invisible marks', '\u200e0042\u202c\u200b'],
  ])('may have %s', (_, typed) => {
    expect(judge(typed, [live('0042')])).toMatchObject({ kind: 'right', charge: ['0042'] });
  });

  it('is wrong when its digits are others, and then counts once', () => {
    expect(judge('٠٠٤٣', [live('0042')])).toMatchObject({ kind: 'wrong', charge: ['0042'] });
  });
});

describe('a try at several codes', () => {
  it.each<[string, string, Typable[], number, string, string[], string | undefined]>([
    ['charges every live one', '9999', [live('2222'), live('1111')], 0, 'wrong', ['2222', '1111'], undefined],
    ['takes the newest', '2222', [live('2222'), live('1111')], 0, 'right', ['2222', '1111'], '2222'],
    ['takes an earlier one', '1111', [live('2222'), live('1111')], 0, 'right', ['2222', '1111'], '1111'],
    [
      'takes the newest where two are alike',
      '1111',
      [live('1111', { id: 'newest' }), live('1111', { id: 'earlier' })],
      0,
      'right',
      ['1111', '1111'],
      '1111',
    ],
    [
      'leaves those out whose tries are spent',
      '2222',
      [live('2222'), live('1111', { attempts: 3 })],
      0,
      'right',
      ['2222'],
      '2222',
    ],
    [
      'does not compare those whose tries are spent',
      '1111',
      [live('2222'), live('1111', { attempts: 3 })],
      0,
      'wrong',
      ['2222'],
      undefined,
    ],
    [
      'compares as many as the shared tries last, the newest first',
      '1111',
      [live('3333'), live('2222'), live('1111')],
      1,
      'wrong',
      ['3333', '2222'],
      undefined,
    ],
    [
      'has the budget run out in the middle: the newest is still taken',
      '3333',
      [live('3333'), live('2222')],
      2,
      'right',
      ['3333'],
      '3333',
    ],
    [
      'is exhausted when the shared tries are spent',
      '3333',
      [live('3333'), live('2222')],
      3,
      'exhausted',
      [],
      undefined,
    ],
    ['is exhausted, never free, when more than all are spent', '3333', [live('3333')], 7, 'exhausted', [], undefined],
    ['spends no shared try on a long code', '12345678', [live('12345678')], 3, 'right', ['12345678'], '12345678'],
    [
      'still compares the long one when the short ones’ tries are spent',
      '1111',
      [live('12345678'), live('1111')],
      3,
      'wrong',
      ['12345678'],
      undefined,
    ],
    [
      'charges long and short ones alike',
      '9999',
      [live('12345678'), live('1111')],
      2,
      'wrong',
      ['12345678', '1111'],
      undefined,
    ],
    ['has codes that are over for free', '1111', [live('2222'), over('1111')], 0, 'late', ['2222'], undefined],
    [
      'says late for one that is over though the tries are spent',
      '1111',
      [live('2222'), over('1111')],
      3,
      'late',
      [],
      undefined,
    ],
    ['passes over those never sent', '1111', [waiting('2222'), live('1111')], 2, 'right', ['1111'], '1111'],
  ])('%s', (_, typed, codes, used, kind, charge, right) => {
    expect(judge(typed, codes, used)).toMatchObject({ kind, charge, right });
  });

  it('compares with nothing that it does not charge, but for codes that are over', () => {
    const codes = [
      live('4444'),
      live('3333'),
      asleep('2222'),
      over('1111'),
      waiting('0000'),
      live('5555', { attempts: 3 }),
    ];
    const { charge, compared } = judge('9999', codes, 1);
    expect(charge).toEqual(['4444', '3333']);
    expect(compared).toEqual(['4444', '3333', '1111']);
  });
});
