import { guessingBound, type RegistrationPolicy } from '@gatehouse/registration/policy';
import { Table, Text } from '@mantine/core';
import { PURPOSES } from '../../components/words/purposes.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { span } from '../../components/words/time.js';
import { oneIn, ratingOf } from './odds.js';

const WORDS = {
  strict: { label: 'as strict asks', tone: 'good' },
  standard: { label: 'as standard', tone: 'busy' },
  weak: { label: 'weaker than standard', tone: 'warn' },
} as const;

/** How likely a stranger guesses a code under a policy, computed as the service's own tests do. */
export const Guessing = ({ policy }: { readonly policy: RegistrationPolicy }) => (
  <div>
    <Text role="status" mb="xs">
      A stranger guesses an activation code with a chance of at most{' '}
      <strong>{oneIn(guessingBound(policy.codes.activation, policy.messages))}</strong> per address and day.
    </Text>
    <Table.ScrollContainer
      minWidth={440}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'How likely a code is guessed' } }}
    >
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Code</Table.Th>
            <Table.Th>Digits</Table.Th>
            <Table.Th>A stranger guesses it, at most</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {PURPOSES.map(({ purpose, label }) => {
            const codes = policy.codes[purpose];
            const bound = guessingBound(codes, policy.messages);
            const { label: words, tone } = WORDS[ratingOf(bound)];
            return (
              <Table.Tr key={purpose}>
                <Table.Td>{label}</Table.Td>
                <Table.Td>
                  {codes.digits}
                  {codes.longDigits > codes.digits && `, then ${codes.longDigits}`}
                </Table.Td>
                <Table.Td>
                  <Text component="span" fw={600}>
                    {oneIn(bound)}
                  </Text>{' '}
                  <Text component="span" size="sm" c="dimmed">
                    per address in {span(codes.windowSeconds)}
                  </Text>{' '}
                  <StateBadge tone={tone}>{words}</StateBadge>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  </div>
);
