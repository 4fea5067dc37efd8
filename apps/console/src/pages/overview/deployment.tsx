import { Code, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { Details } from '../../components/details.js';
import { Fact, Facts } from '../../components/facts.js';
import { Section } from '../../components/section.js';
import { Loading, QueryState } from '../../components/states.js';
import { StateBadge, type Tone } from '../../components/words/state-badge.js';
import { span, Time } from '../../components/words/time.js';
import classes from './deployment.module.css';

type Diagnostics = Schemas['Diagnostics'];
type Finding = Diagnostics['findings'][number];

const diagnosticsQuery = ({ api, header }: Administration) =>
  queryOptions({
    queryKey: ['diagnostics'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/diagnostics', { params: { header }, signal })),
    refetchInterval: 5_000,
  });

const STATES: Readonly<Record<Finding['state'], { readonly tone: Tone; readonly word: string }>> = {
  bad: { tone: 'bad', word: 'Bad' },
  warn: { tone: 'warn', word: 'Look' },
  good: { tone: 'good', word: 'Good' },
  off: { tone: 'idle', word: 'Off' },
};

/** What the doctor says, and what the process that answers has in hand: for those who run the deployment. */
export function Deployment() {
  const diagnostics = useQuery(diagnosticsQuery(useAdministration()));
  return (
    <Section title="Deployment" description="What gatehouse doctor finds, and the API process that answered you.">
      <QueryState query={diagnostics}>
        {({ process, examinedAt, findings }) => (
          <Stack gap="md">
            {examinedAt === null ? <Examining /> : <Findings examinedAt={examinedAt} findings={findings} />}
            <ProcessFacts
              process={process}
              connected={findings.find(({ subject }) => subject === 'processes')?.found}
            />
          </Stack>
        )}
      </QueryState>
    </Section>
  );
}

const Examining = () => (
  <div>
    <Text size="sm">The first examination is running.</Text>
    <Loading lines={2} />
  </div>
);

function Findings({ examinedAt, findings }: { readonly examinedAt: string; readonly findings: readonly Finding[] }) {
  const open = findings.filter(({ state }) => state === 'bad' || state === 'warn');
  const settled = findings.filter((finding) => !open.includes(finding));
  const urgent = open.filter(({ state }) => state === 'bad');
  return (
    <div>
      <Text fw={600}>{headline(urgent.length, open.length - urgent.length)}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        Examined <Time at={examinedAt} />, and every two minutes while this page is open.
      </Text>
      <FindingList findings={[...urgent, ...open.filter(({ state }) => state === 'warn')]} />
      <Details summary={`What is in order or not in use (${settled.length})`}>
        <FindingList findings={settled} />
      </Details>
    </div>
  );
}

function headline(bad: number, warnings: number): string {
  if (bad > 0) return bad === 1 ? 'One thing does not work' : `${bad} things do not work`;
  if (warnings > 0) return warnings === 1 ? 'It works; look at one thing' : `It works; look at ${warnings} things`;
  return 'Everything is in order';
}

const FindingList = ({ findings }: { readonly findings: readonly Finding[] }) => (
  <ul className={classes.findings}>
    {findings.map(({ subject, state, found, advice }) => (
      <li key={`${subject} ${found}`}>
        <span>
          <StateBadge tone={STATES[state].tone}>{STATES[state].word}</StateBadge>
        </span>
        <div>
          <Text size="sm">
            <Code>{subject}</Code> {found}
          </Text>
          {advice !== null && advice !== undefined && (
            <Text size="sm" c="dimmed">
              {advice}.
            </Text>
          )}
        </div>
      </li>
    ))}
  </ul>
);

interface ProcessFactsProps extends Pick<Diagnostics, 'process'> {
  /** Every API and worker with its version, once that has been examined. */
  readonly connected: string | undefined;
}

function ProcessFacts({ process: { version, nodeVersion, startedAt, hashing }, connected }: ProcessFactsProps) {
  const { running, slots, waiting, longestWaitSeconds } = hashing;
  return (
    <div>
      <Facts>
        <Fact name="Version">
          {version} on Node {nodeVersion}
        </Fact>
        <Fact name="All APIs and workers">{connected ?? 'Being examined'}</Fact>
        <Fact name="Started">
          <Time at={startedAt} />
        </Fact>
        <Fact name="Password hashes">
          {running} of {slots} running, {waiting} waiting
        </Fact>
        <Fact name="Longest wait for a hash">{waiting === 0 ? 'None' : span(longestWaitSeconds)}</Fact>
      </Facts>
      <Text size="xs" c="dimmed" mt={4}>
        Hashes, start and version are those of the API process that answered; with several, each request may be answered
        by another.
      </Text>
    </div>
  );
}
