type Verdict = 'busy' | 'gone' | 'bug';

/** Every error of PostgreSQL 15 to 18 (manual, appendix A), by class, and what it says to those who asked. */
const CLASSES: readonly (readonly [Verdict, string, string])[] = [
  ['bug', '03', '000'],
  ['gone', '08', '000 001 003 004 006 007 P01'],
  ['bug', '09', '000'],
  ['bug', '0A', '000'],
  ['bug', '0B', '000'],
  ['bug', '0F', '000 001'],
  ['bug', '0L', '000 P01'],
  ['bug', '0P', '000'],
  ['bug', '0Z', '000 002'],
  ['bug', '10', '608'],
  ['bug', '20', '000'],
  ['bug', '21', '000'],
  ['bug', '22', '000 001 002 003 004 005 007 008 009 00B 00C 00D 00F 00G 00H 00L 00M 00N 00S 00T 010 011 012'],
  ['bug', '22', '013 014 015 016 018 019 01B 01E 01F 01G 01W 01X 021 022 023 024 025 026 027 02E 02G 02H 030 031'],
  ['bug', '22', '032 033 034 035 036 037 038 039 03A 03B 03C 03D 03E 03F 03G P01 P02 P03 P04 P05 P06'],
  ['bug', '23', '000 001 502 503 505 514 P01'],
  ['bug', '24', '000'],
  ['bug', '25', '000 001 002 003 004 005 007 008 P01 P02'],
  // A primary that has become a standby; a session that the server ended for its age.
  ['gone', '25', '006 P03 P04'],
  // Prepared statements that somebody else has dropped: the next connection has its own.
  ['gone', '26', '000'],
  ['bug', '27', '000'],
  ['gone', '28', '000 P01'],
  ['bug', '2B', '000 P01'],
  ['bug', '2D', '000'],
  ['bug', '2F', '000 002 003 004 005'],
  ['bug', '34', '000'],
  ['bug', '38', '000 001 002 003 004'],
  ['bug', '39', '000 001 004 P01 P02 P03'],
  ['bug', '3B', '000 001'],
  ['gone', '3D', '000'],
  ['bug', '3F', '000'],
  ['busy', '40', '000 001 003 P01'],
  ['bug', '40', '002'],
  ['bug', '42', '000 501 601 602 611 622 701 702 703 704 710 712 723 725 803 804 809 830 846 883 8C9 939'],
  ['bug', '42', 'P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12 P13 P14 P15 P16 P17 P18 P19 P20 P21 P22'],
  ['bug', '44', '000'],
  ['busy', '53', '000 100 200 300 400'],
  ['bug', '54', '000 001 011 023'],
  ['busy', '55', '006 P03'],
  ['bug', '55', '000 P02 P04'],
  ['gone', '57', '000 P01 P02 P03 P04 P05'],
  ['busy', '57', '014'],
  ['gone', '58', '000 030 P01 P02 P03'],
  ['busy', '72', '000'],
  ['gone', 'F0', '000 001'],
  ['bug', 'HV', '000 001 002 004 005 006 007 008 009 00A 00B 00C 00D 00J 00K 00L 00M 00N 00P 00Q 00R 010 014 021'],
  ['bug', 'HV', '024 090 091'],
  ['bug', 'P0', '000 001 002 003 004'],
  // What the server says of itself: blocks that it cannot read, states that it does not understand.
  ['gone', 'XX', '000 001 002'],
];

export const sqlStates = (verdict: Verdict): readonly string[] =>
  CLASSES.filter(([said]) => said === verdict).flatMap(([, head, tails]) =>
    tails.split(' ').map((tail) => `${head}${tail}`),
  );

/** One of each class. @param turn which: another one each time */
export const oneOfEach = (codes: readonly string[], turn = 0): readonly string[] =>
  Object.values(Object.groupBy(codes, (code) => code.slice(0, 2))).flatMap((alike = []) =>
    alike.slice(turn % alike.length).slice(0, 1),
  );
