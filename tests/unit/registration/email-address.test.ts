import { deliverableAddress, EmailAddress } from '../../../libs/registration/domain/email-address.js';

const parse = (typed: string) => {
  const parsed = EmailAddress.parse(typed);
  if (!parsed.ok) return parsed.error;
  const { canonical, shown } = parsed.value;
  return { canonical, shown, deliverable: deliverableAddress(shown) };
};
const a = (count: number) => 'a'.repeat(count);
/** A domain of as many octets, in labels of two. */
const domainOf = (octets: number): string => `${'aa.'.repeat((octets - 4) / 3)}org`.padStart(octets, 'a');

describe('an email address', () => {
  it.each([
    ['ada@example.org', 'ada@example.org', 'ada@example.org'],
    ['Ada.Lovelace@Example.ORG', 'ada.lovelace@example.org', 'Ada.Lovelace@example.org'],
    ['ada+shop@example.org', 'ada+shop@example.org', 'ada+shop@example.org'],
    [
      "o'brien!#$%&*/=?^_`{|}~-@example.org",
      "o'brien!#$%&*/=?^_`{|}~-@example.org",
      "o'brien!#$%&*/=?^_`{|}~-@example.org",
    ],
    ['%41da@example.org', '%41da@example.org', '%41da@example.org'],
    ['0@example.org', '0@example.org', '0@example.org'],
    ['a@b.co', 'a@b.co', 'a@b.co'],
    ['ada@mail.example.co.uk', 'ada@mail.example.co.uk', 'ada@mail.example.co.uk'],
    ['ada@1and1.example', 'ada@1and1.example', 'ada@1and1.example'],
    ['ada@a--b.example', 'ada@a--b.example', 'ada@a--b.example'],
    ['Ada@Bücher.example', 'ada@xn--bcher-kva.example', 'Ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah', 'ada@xn--r8jz45g.xn--zckzah'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example', 'ada@xn--strae-oqa.example'],
    ['ada@example。org', 'ada@example.org', 'ada@example.org'],
    ['ada@example．org', 'ada@example.org', 'ada@example.org'],
    ['ada@example｡org', 'ada@example.org', 'ada@example.org'],
    ['ada@ｅｘａｍｐｌｅ.org', 'ada@example.org', 'ada@example.org'],
  ])('%s is %s, and mail goes to %s', (typed, canonical, deliverable) => {
    expect(parse(typed)).toMatchObject({ canonical, deliverable });
  });

  it.each([
    ['Ada@Example.ORG', 'Ada@example.org'],
    ['Ada@Bücher.example', 'Ada@bücher.example'],
    ['ada@BÜCHER.example', 'ada@bücher.example'],
    ['ada@bu\u0308cher.example', 'ada@bücher.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@例え。テスト', 'ada@例え.テスト'],
    ['ada@STRAßE.example', 'ada@straße.example'],
    ['ada@ΣΊΣΥΦΟΣ.example', 'ada@σίσυφοσ.example'],
    ['ada@ｅｘａｍｐｌｅ.org', 'ada@example.org'],
    ['ada@بريد.مثال', 'ada@بريد.مثال'],
  ])('%s is shown as %s', (typed, shown) => {
    expect(parse(typed)).toMatchObject({ shown });
  });

  it.each([
    ['a middle dot between two l', 'ada@col·lecció.cat', 'ada@xn--collecci-ioa91d.cat'],
    ['a katakana middle dot', 'ada@レ・ミ.jp', 'ada@xn--2dkza8b.jp'],
    ['a non-joiner between Persian letters', 'ada@نامه\u200cای.com', 'ada@xn--mgba3gch31f060k.com'],
    ['a joiner behind a virama', 'ada@क्\u200dष.com', 'ada@xn--11b2ezcw70k.com'],
    ['a Greek numeral sign', 'ada@α͵β.gr', 'ada@xn--wva3je.gr'],
    ['a Hebrew geresh', 'ada@א׳.il', 'ada@xn--4db4e.il'],
  ])('may have %s in its domain, and is shown as typed', (_, typed, canonical) => {
    expect(parse(typed)).toEqual({ canonical, shown: typed, deliverable: canonical });
  });

  it.each([
    ['a middle dot elsewhere', 'ada@a·b.example'],
    ['a middle dot at the end', 'ada@l·.example'],
    ['a katakana middle dot among Latin letters', 'ada@a・b.example'],
    ['a Greek numeral sign before another letter', 'ada@a͵b.gr'],
    ['a geresh without a Hebrew letter', 'ada@a׳.il'],
    ['digits of two Arabic scripts', 'ada@ب١۲.com'],
  ])('may not have %s', (_, typed) => {
    expect(parse(typed)).toBe('email-invalid');
  });

  it.each([
    ['direction marks around it', '\u200eada@example.org\u200e'],
    ['an embedding around it', '\u202aada@example.org\u202c'],
    ['isolates around it', '\u2068ada@example.org\u2069'],
    ['a byte order mark', '\ufeffada@example.org'],
    ['a soft hyphen', 'ada@exa\u00admple.org'],
    ['a zero-width space', 'ada@\u200bexa\u200bmple.org'],
    ['a word joiner before the @', 'ada\u2060@example.org'],
    ['a joiner that joins nothing', 'ada@exam\u200dple.org'],
    ['a change of direction', 'ada@exa\u202emple.org'],
  ])('is the same with %s, which mean nothing', (_, typed) => {
    expect(parse(typed)).toEqual(parse('ada@example.org'));
  });

  it.each(['ada@example.web3', 'ada@example.3com', 'ada@10.example', 'ada@mail.10.example'])(
    'may have digits in its domain: %s',
    (typed) => {
      expect(parse(typed)).toMatchObject({ canonical: typed });
    },
  );

  it.each(['ada@192.168.0.10', 'ada@192.168.0.1', 'ada@1.10', 'ada@example.10', 'ada@0x7f.1'])(
    'has a name for its domain, not the number of a machine: %s',
    (typed) => {
      expect(parse(typed)).toBe('email-invalid');
    },
  );

  it.each(['ada@Bücher.example', 'ada@例え。テスト', 'ada@a\u03f2b.example', 'ada@\u{1d6d3}.example'])(
    'is shown so that it is the same address when somebody types what they see: %s',
    (typed) => {
      const parsed = parse(typed);
      if (typeof parsed === 'string') throw new Error(parsed);
      expect(parse(parsed.shown)).toEqual(parsed);
    },
  );

  it('is another one when a letter only looks the same', () => {
    const latin = parse('ada@example.org');
    // The second letter is Cyrillic.
    expect(parse('ada@e\u0445ample.org')).toEqual({
      canonical: 'ada@xn--eample-bsf.org',
      shown: 'ada@e\u0445ample.org',
      deliverable: 'ada@xn--eample-bsf.org',
    });
    expect(parse('ada@e\u0445ample.org')).not.toEqual(latin);
    expect(parse('\u0430da@example.org')).toBe('email-not-ascii');
  });

  it.each([
    ['', 'nothing at all'],
    ['ada', 'no domain'],
    ['@example.org', 'no local part'],
    ['ada@', 'an empty domain'],
    ['ada＠example.org', 'a fullwidth at sign'],
    ['ada@example', 'a domain of one label'],
    ['ada@localhost', 'this machine'],
    ['ada@@example.org', 'two at signs'],
    ['ada@home@example.org', 'an at sign in the local part'],
    ['.ada@example.org', 'a dot at the beginning'],
    ['ada.@example.org', 'a dot at the end'],
    ['ada..lovelace@example.org', 'two dots in a row'],
    ['ada@.example.org', 'an empty first label'],
    ['ada@example..org', 'an empty label'],
    ['ada@example.org.', 'a dot at the end of the domain'],
    ['ada@-example.org', 'a label that begins with a hyphen'],
    ['ada@example-.org', 'a label that ends with a hyphen'],
    ['ada@exam_ple.org', 'an underscore in the domain'],
    [`ada@${a(64)}.org`, 'a label of 64 octets'],
    [' ada@example.org', 'a space before it'],
    ['ada@example.org ', 'a space behind it'],
    ['ada lovelace@example.org', 'a space within'],
    ['ada@exam ple.org', 'a space in the domain'],
    ['ada\t@example.org', 'a tab'],
    ['ada@example.org\n', 'a line break'],
    ['ada\r\nBcc: all@example.org', 'a header in disguise'],
    ['ada@example.org\r\nBcc: all@example.com', 'a header in disguise behind it'],
    ['ada\u0000@example.org', 'NUL'],
    ['ada\u007f@example.org', 'DEL'],
    ['"ada lovelace"@example.org', 'a quoted local part'],
    ['"ada"@example.org', 'a quoted local part without need'],
    ['ada(comment)@example.org', 'a comment'],
    ['Ada Lovelace <ada@example.org>', 'a display name'],
    ['<ada@example.org>', 'angle brackets'],
    ['mailto:ada@example.org', 'a link'],
    ['ada@example.org,eve@example.org', 'two addresses'],
    ['ada@[127.0.0.1]', 'an IPv4 literal'],
    ['ada@[IPv6:2001:db8::1]', 'an IPv6 literal'],
    ['ada@127.0.0.1', 'an IPv4 address'],
    ['ada@127.1', 'a short IPv4 address'],
    ['ada@0x7f.1', 'a hexadecimal IPv4 address'],
    ['ada@2130706433', 'an IPv4 address in one number'],
    ['ada@１２７.１', 'an IPv4 address in fullwidth digits'],
    ['ada@example.123', 'a top level of digits'],
    ['ada@example.org:25', 'a port'],
    ['ada@example.org/path', 'a path'],
    ['ada@example.org?subject=x', 'a query'],
    ['ada@example.org#x', 'a fragment'],
    ['ada@exam%70le.org', 'a percent escape in the domain'],
    ['ada@%65xample.org', 'a percent escape at its beginning'],
    ['ada@user:pass@example.org', 'credentials'],
    ['ada@example\\org', 'a backslash'],
    ['ada@exam\ud83dple.org', 'half a surrogate pair'],
  ])('%j is none: %s', (typed) => {
    expect(parse(typed)).toBe('email-invalid');
  });

  it.each([
    'ädam@example.org',
    '用户@example.org',
    'ada\u2025x@example.org',
    '🐎@example.org',
    'ada\u00a0@example.org',
  ])('%j needs a provider that says SMTPUTF8, so it is refused', (typed) => {
    expect(parse(typed)).toBe('email-not-ascii');
  });

  it.each([
    ['64 octets before the @', `${a(64)}@example.org`, true],
    ['65 octets before the @', `${a(65)}@example.org`, false],
    ['254 octets', `${a(63)}@${domainOf(190)}`, true],
    ['255 octets', `${a(64)}@${domainOf(190)}`, false],
    ['254 octets once the domain is ASCII', `${a(10)}@${'ü.'.repeat(25)}${domainOf(18)}`, true],
    ['more octets in ASCII than characters typed', `${a(64)}@${'ü.'.repeat(25)}example.org`, false],
  ])('counts octets: %s', (_, typed, accepted) => {
    expect(parse(typed)).toEqual(
      accepted ? expect.objectContaining({ canonical: expect.anything() }) : 'email-too-long',
    );
  });
});
