import { SegmentedControl, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/administration.js';
import { Section } from '../../components/section.js';
import { QueryState } from '../../components/states.js';
import { MailFrame } from './mail-frame.js';
import classes from './preview.module.css';

interface PreviewProps {
  readonly query: UseQueryResult<Schemas['MailPreview']>;
  readonly locale: string;
}

/** The mail as it arrives, with sample data. */
export function Preview({ query, locale }: PreviewProps) {
  const [part, setPart] = useState<'html' | 'text'>('html');
  return (
    <Section
      title="Preview"
      description="With sample data"
      actions={
        <SegmentedControl
          aria-label="Part of the mail"
          size="xs"
          value={part}
          onChange={(chosen) => setPart(chosen === 'text' ? 'text' : 'html')}
          data={[
            { value: 'html', label: 'HTML' },
            { value: 'text', label: 'Text' },
          ]}
        />
      }
    >
      <QueryState query={query}>
        {({ subject, text, html }) => (
          <Stack gap="sm" lang={locale}>
            <Text fw={600} dir="auto">
              {subject}
            </Text>
            {part === 'html' ? (
              <MailFrame html={html} title={subject} />
            ) : (
              // Not as code, which is always written from left to right.
              <Text component="pre" dir="auto" size="sm" m={0} ff="monospace" className={classes.text ?? ''}>
                {text}
              </Text>
            )}
          </Stack>
        )}
      </QueryState>
    </Section>
  );
}
