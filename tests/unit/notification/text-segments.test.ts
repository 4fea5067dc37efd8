import fc from 'fast-check';
import { segmentsOf } from '../../../libs/notification/domain/message/text-segments.js';

describe('the segments that a text is billed as', () => {
  it.each([
    ['160 characters of the plain alphabet', 'x'.repeat(160), 1],
    ['one more', 'x'.repeat(161), 2],
    ['what two have room for', 'x'.repeat(306), 2],
    ['one more than that', 'x'.repeat(307), 3],
    ['80 of the extension', '€'.repeat(80), 1],
    ['81 of the extension', '€'.repeat(81), 2],
    ['70 of another script', 'あ'.repeat(70), 1],
    ['71 of another script', 'あ'.repeat(71), 2],
    ['one character of another script', `${'x'.repeat(70)}あ`, 2],
    ['pairs of surrogates', '😀'.repeat(35), 1],
    ['two of another script', 'あ'.repeat(134), 2],
    ['one more than two of another script', 'あ'.repeat(135), 3],
    ['nothing', '', 1],
  ])('%s', (_, text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });

  it('are counted by the plain alphabet wherever each character is of it or of its extension', () => {
    const plain = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà';
    for (const character of plain) expect([character, segmentsOf(character.repeat(160))]).toEqual([character, 1]);
    for (const character of '\f^{}\\[~]|€') {
      expect([character, segmentsOf(character.repeat(80))]).toEqual([character, 1]);
      expect([character, segmentsOf(character.repeat(81))]).toEqual([character, 2]);
    }
    for (const character of 'çÁ’–あ') expect([character, segmentsOf(character.repeat(71))]).toEqual([character, 2]);
  });

  it('are never fewer for a longer text', () => {
    const text = fc.string({ unit: fc.constantFrom('x', '€', 'あ'), maxLength: 400 });
    fc.assert(
      fc.property(text, text, (one, more) => {
        expect(segmentsOf(one + more)).toBeGreaterThanOrEqual(segmentsOf(one));
      }),
    );
  });
});
