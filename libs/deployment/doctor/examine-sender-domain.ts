import { Resolver } from 'node:dns/promises';
import { type Finding, good, off, warn } from './finding.js';

/** As much of DNS as is asked. Rejects with `ENOTFOUND` or `ENODATA` where there is no such record. */
export interface DnsRecords {
  resolveTxt(name: string): Promise<readonly (readonly string[])[]>;
  resolveMx(name: string): Promise<readonly { readonly exchange: string }[]>;
}

/** Who sends, by whom, and where the domain publishes its keys. */
export interface SendingDomain {
  readonly providers: readonly { readonly name: string }[];
  readonly sender: { readonly email: string };
  readonly dkimSelectors: readonly string[];
}

const PATIENCE_MS = 3_000;

/** What a domain that sends by them says in its SPF record, as the providers' own guides have it. */
const SPF: Readonly<Record<string, string>> = {
  mailjet: 'include:spf.mailjet.com',
  postmark: 'include:spf.mtasv.net',
  sendgrid: 'include:sendgrid.net',
  mailgun: 'include:mailgun.org',
  brevo: 'include:spf.brevo.com',
  ses: 'include:amazonses.com',
  resend: 'include:amazonses.com',
};

export const systemDns = (): DnsRecords => new Resolver({ timeout: PATIENCE_MS, tries: 1 });

/**
 * What receivers look up about the domain in `MAIL_SENDER`: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489) and MX.
 * Missing records do not stop mails; they lead them into spam folders, and are the domain's to mend: all are warnings.
 */
export async function examineSenderDomain(mail: SendingDomain, dns: DnsRecords): Promise<Finding[]> {
  const names = mail.providers.map(({ name }) => name).filter((name) => name !== 'sandbox');
  if (names.length === 0) return [];
  const domain = mail.sender.email.slice(mail.sender.email.lastIndexOf('@') + 1).toLowerCase();
  const looks = [
    examineMx(domain, dns),
    examineSpf(domain, names, dns),
    ...(mail.dkimSelectors.length === 0
      ? [off('dkim', 'not checked: MAIL_DKIM_SELECTORS can name the selectors that the provider gave you')]
      : mail.dkimSelectors.map((selector) => examineDkim(domain, selector, dns))),
    examineDmarc(domain, dns),
  ];
  return Promise.all(looks);
}

async function examineMx(domain: string, dns: DnsRecords): Promise<Finding> {
  const found = await look(() => dns.resolveMx(domain));
  if (found === 'unknown') return unreachable('mx', domain);
  // A null MX (RFC 7505) says that the domain takes no mail.
  const hosts = found.map(({ exchange }) => exchange).filter((exchange) => exchange !== '' && exchange !== '.');
  return hosts.length > 0
    ? good('mx', `${domain} takes mail at ${hosts[0]}`)
    : warn('mx', `${domain} takes no mail: answers and bounces to it are lost`, `Add an MX record to ${domain}`);
}

async function examineSpf(domain: string, names: readonly string[], dns: DnsRecords): Promise<Finding> {
  const texts = await textsOf(domain, dns);
  if (texts === 'unknown') return unreachable('spf', domain);
  const wanted = [...new Set(names.flatMap((name) => SPF[name] ?? []))];
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  const [record] = records;
  if (record === undefined) {
    const example = ['v=spf1', ...wanted, '~all'].join(' ');
    return warn('spf', `${domain} has no SPF record`, `Add the TXT record "${example}" to ${domain}`);
  }
  if (records.length > 1) {
    return warn('spf', `${domain} has ${records.length} SPF records, and so none is valid`, 'Merge them into one');
  }
  if (/[ ]\+?all\b/i.test(record)) {
    return warn('spf', `the SPF record of ${domain} lets every server send for it`, 'End it with ~all or -all');
  }
  const missing = wanted.filter((mechanism) => !record.toLowerCase().split(/\s+/).includes(mechanism));
  return missing.length === 0
    ? good('spf', `${domain} lists who sends for it`)
    : warn(
        'spf',
        `the SPF record of ${domain} does not name ${missing.join(' and ')}`,
        `Add ${missing.join(' and ')} to it, unless the provider uses a return path of its own`,
      );
}

async function examineDkim(domain: string, selector: string, dns: DnsRecords): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`;
  const texts = await textsOf(name, dns);
  if (texts === 'unknown') return unreachable('dkim', name);
  const record = texts.find((text) => /(^|;)\s*p=/.test(text));
  if (record === undefined) {
    return warn(
      'dkim',
      `${name} has no DKIM key`,
      `Add the record that the provider shows for ${selector} to ${domain}`,
    );
  }
  return /(^|;)\s*p=\s*(;|$)/.test(record)
    ? warn('dkim', `the DKIM key at ${name} is revoked`, 'Publish the key that the provider signs with')
    : good('dkim', `${name} has a key`);
}

/** The domain's own, or that of a domain above it, which holds for it too. */
async function examineDmarc(domain: string, dns: DnsRecords): Promise<Finding> {
  const labels = domain.split('.');
  for (let above = 0; labels.length - above >= 2; above += 1) {
    const name = labels.slice(above).join('.');
    const texts = await textsOf(`_dmarc.${name}`, dns);
    if (texts === 'unknown') return unreachable('dmarc', `_dmarc.${name}`);
    const record = texts.find((text) => /^v=DMARC1\b/i.test(text));
    if (record === undefined) continue;
    const policy = /;\s*p=\s*(none|quarantine|reject)\b/i.exec(record)?.[1]?.toLowerCase();
    return policy === undefined
      ? warn('dmarc', `the DMARC record of ${name} has no policy`, 'Give it p=none, p=quarantine or p=reject')
      : good('dmarc', `${name} has the policy ${policy}`);
  }
  return warn(
    'dmarc',
    `${domain} has no DMARC record, which large mailbox providers require`,
    `Add the TXT record "v=DMARC1; p=none; rua=mailto:postmaster@${domain}" to _dmarc.${domain}`,
  );
}

/** TXT records come in pieces of 255 bytes. */
async function textsOf(name: string, dns: DnsRecords): Promise<readonly string[] | 'unknown'> {
  const found = await look(() => dns.resolveTxt(name));
  return found === 'unknown' ? found : found.map((pieces) => pieces.join(''));
}

/** No record is an answer; a name server that does not answer is none. */
async function look<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[] | 'unknown'> {
  try {
    return await ask();
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : 'unknown';
  }
}

const unreachable = (subject: string, name: string): Finding =>
  warn(subject, `${name} could not be looked up`, 'Check that this machine can reach a name server');
