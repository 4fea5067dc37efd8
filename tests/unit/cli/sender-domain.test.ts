import {
  type DnsRecords,
  examineSenderDomain,
  type SendingDomain,
} from '../../../libs/deployment/doctor/examine-sender-domain.js';

const DOMAIN = 'mail.example.org';
const GOOD = {
  [DOMAIN]: ['v=spf1 include:spf.mtasv.net ~all', 'some-verification=1'],
  [`pm._domainkey.${DOMAIN}`]: [`k=rsa; p=${'A'.repeat(300)}`],
  '_dmarc.example.org': ['v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org'],
};

/** Name servers that know these records, TXT in pieces as they come. */
const dnsWith = (
  texts: Readonly<Record<string, readonly string[]>>,
  mx: readonly string[] = ['mx.example.org'],
): DnsRecords => {
  const none = Object.assign(new Error('queryTxt'), { code: 'ENODATA' });
  return {
    resolveTxt: async (name) => {
      const found = texts[name];
      if (!found) throw none;
      return found.map((text) => text.match(/.{1,255}/g) ?? []);
    },
    resolveMx: async () => mx.map((exchange) => ({ exchange })),
  };
};
const sendingBy = (names: readonly string[], dkimSelectors: readonly string[] = ['pm']): SendingDomain => ({
  providers: names.map((name) => ({ name })),
  sender: { email: `no-reply@${DOMAIN}` },
  dkimSelectors,
});
const findingsOf = async (dns: DnsRecords, domain = sendingBy(['postmark'])) =>
  Object.fromEntries((await examineSenderDomain(domain, dns)).map((finding) => [finding.subject, finding]));

describe('what the doctor says of the sender’s domain', () => {
  it('is nothing while the sandbox stands in', async () => {
    expect(await examineSenderDomain(sendingBy(['sandbox']), dnsWith({}))).toEqual([]);
  });

  it('is good where every record is as it should be, the policy of a domain above it included', async () => {
    expect(await findingsOf(dnsWith(GOOD))).toEqual({
      mx: { subject: 'mx', state: 'good', found: 'mail.example.org takes mail at mx.example.org' },
      spf: { subject: 'spf', state: 'good', found: 'mail.example.org lists who sends for it' },
      dkim: { subject: 'dkim', state: 'good', found: 'pm._domainkey.mail.example.org has a key' },
      dmarc: { subject: 'dmarc', state: 'good', found: 'example.org has the policy quarantine' },
    });
  });

  it('says what to add where nothing is there', async () => {
    expect(await findingsOf(dnsWith({}, []), sendingBy(['postmark', 'ses', 'resend']))).toMatchObject({
      mx: { state: 'warn', advice: 'Add an MX record to mail.example.org' },
      spf: {
        state: 'warn',
        advice: 'Add the TXT record "v=spf1 include:spf.mtasv.net include:amazonses.com ~all" to mail.example.org',
      },
      dkim: { state: 'warn', found: 'pm._domainkey.mail.example.org has no DKIM key' },
      dmarc: {
        state: 'warn',
        advice:
          'Add the TXT record "v=DMARC1; p=none; rua=mailto:postmaster@mail.example.org" to _dmarc.mail.example.org',
      },
    });
  });

  it.each([
    [
      'names another provider alone',
      ['v=spf1 include:sendgrid.net ~all'],
      'warn',
      /does not name include:spf\.mtasv\.net/,
    ],
    ['lets everybody send', ['v=spf1 include:spf.mtasv.net +all'], 'warn', /lets every server send/],
    ['lets everybody send, unsaid', ['v=spf1 include:spf.mtasv.net all'], 'warn', /lets every server send/],
    ['is there twice', ['v=spf1 include:spf.mtasv.net ~all', 'v=spf1 -all'], 'warn', /has 2 SPF records/],
    ['is of another version', ['v=spf10 ~all'], 'warn', /has no SPF record/],
  ])('knows an SPF record that %s', async (_, texts, state, found) => {
    const { spf } = await findingsOf(dnsWith({ ...GOOD, [DOMAIN]: texts }));
    expect(spf).toMatchObject({ state, found: expect.stringMatching(found) });
  });

  it.each([
    ['a revoked DKIM key', { [`pm._domainkey.${DOMAIN}`]: ['v=DKIM1; p='] }, 'dkim', 'warn', /is revoked/],
    [
      'a DMARC record without a policy',
      { '_dmarc.example.org': ['v=DMARC1; rua=mailto:x@example.org'] },
      'dmarc',
      'warn',
      /has no policy/,
    ],
    [
      'the domain’s own policy',
      { [`_dmarc.${DOMAIN}`]: ['v=DMARC1;p=none'] },
      'dmarc',
      'good',
      /^mail\.example\.org .* none$/,
    ],
  ])('knows %s', async (_, changes, subject, state, found) => {
    const findings = await findingsOf(dnsWith({ ...GOOD, ...changes }));
    expect(findings[subject]).toMatchObject({ state, found: expect.stringMatching(found) });
  });

  it('looks for no DKIM key without a selector', async () => {
    const { dkim } = await findingsOf(dnsWith(GOOD), sendingBy(['postmark'], []));
    expect(dkim).toMatchObject({ state: 'off', found: expect.stringContaining('MAIL_DKIM_SELECTORS') });
  });

  it('knows a domain that takes no mail at all', async () => {
    expect((await findingsOf(dnsWith(GOOD, ['']))).mx).toMatchObject({ state: 'warn' });
  });

  it('says that the name server did not answer, and takes that for no record', async () => {
    const silent = async () => {
      throw Object.assign(new Error('timeout'), { code: 'ETIMEOUT' });
    };
    const findings = Object.values(await findingsOf({ resolveTxt: silent, resolveMx: silent }));
    expect(findings.map(({ state }) => state)).toEqual(['warn', 'warn', 'warn', 'warn']);
    expect(findings[0]?.found).toContain('could not be looked up');
  });
});
