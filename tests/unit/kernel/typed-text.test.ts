import { inAsciiDigits, isVisible, withoutBidiControls, withoutInvisible } from '@gatehouse/kernel';

describe('text as people type and copy it', () => {
  it('has digits of every script, each with its value', () => {
    const zeros = '0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀០᠐０𑁦𝟎𝟘𝟢𝟬𝟶𞥐';
    for (const zero of zeros) {
      const start = zero.codePointAt(0) ?? 0;
      const digits = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(start + value)).join('');
      expect(inAsciiDigits(digits)).toBe('0123456789');
    }
    expect(inAsciiDigits('½ Ⅳ ④ x')).toBe('½ Ⅳ ④ x');
  });

  it('loses invisible characters where they mean nothing', () => {
    expect(withoutInvisible('\u202a\u200ea\u200bd\u00ada\u2060\ufeff\u3164\u202c')).toBe('ada');
  });

  it('loses what would turn a line around, and keeps the marks that order it', () => {
    expect(withoutBidiControls('\u2068ab\u202ec\u2069\u200e')).toBe('abc\u200e');
  });

  it.each([
    ['', false],
    [' \u00a0\u3000', false],
    ['\u200b\u200e\u2060', false],
    ['\u3164\u115f\uffa0', false],
    ['\u2800', false],
    ['\u0301', false],
    ['-', true],
    ['Ada', true],
    ['👩\u200d🚀', true],
    ['李', true],
  ])('%j shows as something: %p', (text, visible) => {
    expect(isVisible(text)).toBe(visible);
  });
});
