import { FEEDBACK_SECONDS, feedbackGiven, feedbackText } from '../../../libs/registration/domain/feedback/feedback.js';

describe('the text of feedback', () => {
  it.each([
    ['is one line', 'Fast.\r\n\nAnd easy\t!', 'Fast. And easy !'],
    ['is trimmed and composed', '  Tre\u0300s bien \u200b', 'Très bien'],
    ['cannot turn its line around', 'ab\u202Ecd\u2066', 'abcd'],
    ['has no control characters', 'a\u0000b\u001b[31mc\u009b2J', 'a b [31mc 2J'],
    ['has no lone surrogates', 'a\ud800b', 'a b'],
    [
      'keeps markup as the text that it is',
      '<img src=x onerror=alert(1)>{{digits}}',
      '<img src=x onerror=alert(1)>{{digits}}',
    ],
    ['is none if nothing of it is visible', ' \u200b\n', null],
    ['may be empty', '', null],
    ['may be absent', undefined, null],
    ['may be null', null, null],
  ])('%s', (_what, typed, line) => {
    expect(feedbackText(typed)).toBe(line);
  });
});

describe('feedback', () => {
  it('is an event of its person, who may say how easy it was without a word', () => {
    const given = { id: 'feedback', userId: 'ada', ease: 4, text: null };
    expect(feedbackGiven('event', given)).toEqual({
      id: 'event',
      subject: 'ada',
      type: 'feedback.given.v1',
      data: { userId: 'ada', ease: 4, text: null },
    });
  });

  it('is taken for an hour', () => expect(FEEDBACK_SECONDS).toBe(60 * 60));
});
