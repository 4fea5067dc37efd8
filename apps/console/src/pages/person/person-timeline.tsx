import { Group, Text, Timeline } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { PagesOf } from '../../components/pages-of.js';
import { Section } from '../../components/section.js';
import { Empty } from '../../components/states.js';
import { eventWords } from '../../components/words/event-words.js';
import { MessageStateBadge } from '../../components/words/message-state.js';
import { Time } from '../../components/words/time.js';
import { type Code, CodeStateBadge, codeWords } from './code-state.js';
import { codesQuery, timelineQuery } from './person-queries.js';

const COLOURS = { good: 'green', busy: 'gatehouse', warn: 'yellow', bad: 'red', idle: 'gray' } as const;

/** What happened to the account, the latest first, with the messages that it caused and how its codes stand. */
export function PersonTimeline({ userId }: { readonly userId: string }) {
  const administration = useAdministration();
  const timeline = useInfiniteQuery(timelineQuery(administration, userId));
  const codes = useQuery(codesQuery(administration, userId));
  const codeOf = ({ data }: Schemas['TimelineEntry']): Code | null => {
    const { codeId } = data as { readonly codeId?: unknown };
    return codes.data?.codes.find(({ id }) => id === codeId) ?? null;
  };
  return (
    <Section title="Timeline">
      <PagesOf query={timeline} entriesOf={({ entries }) => entries} empty={<Empty title="Nothing has happened yet" />}>
        {(entries) => (
          <Timeline bulletSize={14} lineWidth={2} active={entries.length}>
            {entries.map((entry) => (
              <Entry key={entry.position} entry={entry} code={codeOf(entry)} />
            ))}
          </Timeline>
        )}
      </PagesOf>
    </Section>
  );
}

interface EntryProps {
  readonly entry: Schemas['TimelineEntry'];
  readonly code: Code | null;
}

function Entry({ entry: { type, data, at, message }, code }: EntryProps) {
  const { title, detail, tone } = eventWords(type, data as Readonly<Record<string, unknown>>);
  return (
    <Timeline.Item
      color={COLOURS[tone]}
      title={
        <Text size="sm" fw={600} component="span">
          {title}
        </Text>
      }
    >
      {detail !== '' && <Text size="sm">{detail}</Text>}
      {code && (
        <Group gap={6} my={4}>
          <CodeStateBadge state={code.state} />
          <Text size="xs" c="dimmed">
            {codeWords(code)}, {code.triesLeft} tries left
            {code.sentAt && (
              <>
                , sent <Time at={code.sentAt} />
              </>
            )}
            {code.expiresAt && (
              <>
                , {code.state === 'expired' ? 'expired' : 'valid until'} <Time at={code.expiresAt} />
              </>
            )}
          </Text>
        </Group>
      )}
      {message && (
        <Group gap={6} my={4}>
          <MessageStateBadge state={message.state} />
          <Text size="xs" c="dimmed">
            {[
              message.channel === 'sms' ? 'SMS' : 'mail',
              message.provider && `by ${message.provider}`,
              message.attempts > 1 && `${message.attempts} attempts`,
              message.lastAnswer,
            ]
              .filter(Boolean)
              .join(', ')}
          </Text>
        </Group>
      )}
      <Text size="xs" c="dimmed">
        <Time at={at} />
      </Text>
    </Timeline.Item>
  );
}
