import { compareCourses } from '../../bench/bus/compare-courses.js';

const course = (...events: string[]) => events.map((id) => ({ id, subject: id.slice(0, 1) }));

describe('the events that a broker has, beside those of the log', () => {
  it('are the same where each came once and in order for each person, whoever came first', () => {
    expect(compareCourses(course('a1', 'b1', 'a2', 'b2'), course('b1', 'a1', 'b2', 'a2'))).toEqual([]);
  });

  it.each([
    ['one that is missing', course('a1', 'b1'), ['1 missing', '1 people out of order']],
    ['one that came twice', course('a1', 'a2', 'b1', 'b1'), ['1 repeated', '1 people out of order']],
    ['one that nobody has written', course('a1', 'a2', 'b1', 'c1'), ['1 strange']],
    ['two of one person in another order', course('a2', 'a1', 'b1'), ['1 people out of order']],
  ])('differ by %s', (_, found, differences) => {
    expect(compareCourses(course('a1', 'a2', 'b1'), found)).toEqual(differences);
  });
});
