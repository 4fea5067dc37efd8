import { Group, Stack, Text, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useKeptFocus } from './kept-focus.js';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly description?: string;
  /** Beside the title: what one can do here. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: its heading, which gets the focus when one comes to it, and the title of the tab. */
export function Page({ title, description, actions, children }: PageProps) {
  const { application } = useParams({ strict: false });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = application === undefined ? `${title} · Gatehouse` : `${title} · ${application} · Gatehouse`;
  }, [title, application]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  useKeptFocus(heading);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.head}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {description !== undefined && <Text c="dimmed">{description}</Text>}
        </div>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
