import { formatValue } from '../report/figure.ts';
import { thisMachine } from '../report/machine.ts';
import type { Bench } from '../scenario.ts';
import { NAMES, type Name } from './contenders.ts';
import { besideTheHash, HASH_OF, medianOf, type PeersFound } from './peers-figures.ts';

/** docs/benchmarks-peers.md: what was measured, and what each does for it. */
export function peersPage(found: PeersFound, { database, people, quick }: Bench): string {
  const { processor, cores, memoryGiB, system, node, postgres } = thisMachine(database.version);
  const { rounds, hash, connections, versions, cost } = found;
  const row = (title: string, of: (name: Name) => string): string => `| ${[title, ...NAMES.map(of)].join(' | ')} |`;
  const ms = (value: number): string => `${value.toFixed(value < 1 ? 3 : 1)} ms`;
  const median = (name: Name, of: Parameters<typeof medianOf>[2]): number => medianOf(found, name, of);
  const perSecond = (value: number): string => formatValue({ value, unit: '/s' });
  const memory = (name: Name): string =>
    found.memoryMiB[name].map((value) => formatValue({ value, unit: 'MiB' })).join(' and ');
  return `# Beside better-auth and plain Express

One run of \`npm run bench -- --only peers\` on ${new Date().toISOString().slice(0, 10)}${quick ? ', **which was a quick one, so its figures mean nothing**' : ''}. Gatehouse, [better-auth](https://better-auth.com)
${versions['better-auth']}, and the least that Express can do each sign people up with an email address and a password, hand a mail to the
same provider (the sandbox), and tell signed-in people who they are. They run on the same machine and the same PostgreSQL, each
in a database of ${people.toLocaleString('en')} people, and take turns (${rounds.length === 1 ? 'one round' : `${rounds.length} rounds, each with another one first`}). The bench installs better-auth from
npm in a folder outside the workspace.

Measured on ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, PostgreSQL ${postgres}. Load, services and database share these
cores.

| | ${NAMES.join(' | ')} |
| --- | ---: | ---: | ---: |
${row('sign-ups with a mail', (name) => perSecond(median(name, ({ signUps }) => signUps.perSecond)))}
${row('one sign-up, p50 (p99)', (name) => `${ms(median(name, ({ signUps }) => signUps.latencyMs.p50))} (${ms(median(name, ({ signUps }) => signUps.latencyMs.p99))})`)}
${row('its hash alone', (name) => perSecond(hash[HASH_OF[name]].perSecond))}
${row('sign-ups / its hash alone', (name) => (median(name, ({ signUps }) => signUps.perSecond) / hash[HASH_OF[name]].perSecond).toFixed(2))}
${row('processor of a sign-up: the hash', (name) => ms(median(name, ({ signUps }) => signUps.ms.hash)))}
${row('… beside it, own processes', (name) => ms(median(name, ({ signUps }) => signUps.ms.processes)))}
${row('… beside it, PostgreSQL', (name) => ms(median(name, ({ signUps }) => signUps.ms.postgres)))}
${row('**… beside it, together**', (name) => `**${ms(median(name, besideTheHash))}**`)}
${row('signed-in reads', (name) => perSecond(median(name, ({ reads }) => reads.perSecond)))}
${row('one read, p50 (p99)', (name) => `${ms(median(name, ({ reads }) => reads.latencyMs.p50))} (${ms(median(name, ({ reads }) => reads.latencyMs.p99))})`)}
${row('processor of a read, PostgreSQL included', (name) => ms(median(name, ({ reads }) => reads.ms.processes + reads.ms.postgres)))}
${row('memory after the load', memory)}
${row('start to ready', (name) => formatValue({ value: found.startSeconds[name], unit: 's' }))}

The hashes differ, so sign-ups a second say more about them than about the services. argon2id (m=${cost.memoryCost}, t=${cost.timeCost}, p=${cost.parallelism}) takes
${ms(hash.argon2id.processorMs)} of the processor alone and scrypt (N=16384, r=16, p=1) ${ms(hash.scrypt.processorMs)}; in the services, with other work beside them, they
may take longer. What is left without the hash, by the processor time of the thread pool that computes it, is what the services
can be compared by.

## What a sign-up does

| | ${NAMES.join(' | ')} |
| --- | --- | --- | --- |
| hash | argon2id | scrypt, its default | argon2id, as Gatehouse |
| statements before the answer | two: what is known of the address, and one that writes the user, the code, its events and the counts of throttles | three in one transaction, which holds a connection while the password is hashed: looks for the address, writes the user, writes the account | one, which writes a row |
| the mail | a job that is repeated until the provider has accepted it, by the worker; its minute begins then | sent once by the same process, after a signed link was made; a failure is logged and the mail is lost | sent once by the same process; a failure is logged and the mail is lost |
| text of the mail | a template in the person's language, with HTML and text | one sentence | one sentence |
| what else exists afterwards | events for other services, delivery status, audit log | – | – |
| an address that is taken | the same answer and time | the same answer, a hash in its place | a fault |
| guesses, floods | counted per address, account and network; hashes wait in a fair queue that refuses what would wait too long | rate limits off in this run, since loopback is exempt from Gatehouse's; hashes are not bounded | nothing |
| log | a line for each request, at \`info\`, to a file | warnings and errors only, its default | nothing |

## What a signed-in read does

| | ${NAMES.join(' | ')} |
| --- | --- | --- | --- |
| asked | \`GET /v1/users/me\` | \`GET /api/auth/get-session\` | \`GET /me\` |
| proof | a signed access token | a signed cookie with the session's token | a session's token |
| reads | the profile | the session and its user; the cookie cache, which is off by default, would spare it these for as long as it is valid, with revocations unseen meanwhile | session and user in one join |

## Settings

- Gatehouse: API and worker as in production, every setting at its default but \`HASH_PRIORITY=idle\`, compiled and bundled, ten connections for each process.
- better-auth: \`NODE_ENV=production\`, Express with \`toNodeHandler\`, its \`pg\` pool of ten connections, its own migrations,
  \`requireEmailVerification\`, \`sendOnSignUp\`, and a \`sendVerificationEmail\` that does not make the person wait, as its documentation
  advises. Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.
- plain Express: the same driver, ten connections and a semaphore in front, as in \`tests/bench/peers/plain-server.ts\`.
- ${connections.signingUp} connections sign people up, ${connections.reading} read. Each service was warmed up for the same time. All three run throughout, so what
  Gatehouse's worker does while nobody signs up is part of the others' time in PostgreSQL.
`;
}
