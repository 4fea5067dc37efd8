import { Button, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCloudOff, IconInbox, IconLock, type TablerIcon } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureOf } from './faults/failure.js';

interface StateProps {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly role?: 'status' | 'alert';
}

function State({ icon: Icon, title, children, role = 'status' }: StateProps) {
  return (
    <Stack align="center" gap="xs" py={28} px="md" role={role}>
      <ThemeIcon size={44} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon size={22} stroke={1.6} />
      </ThemeIcon>
      <Text fw={600} ta="center">
        {title}
      </Text>
      {children}
    </Stack>
  );
}

const Words = ({ children }: { readonly children: ReactNode }) => (
  <Text c="dimmed" size="sm" ta="center" maw={440}>
    {children}
  </Text>
);

/** Nothing is there, and why, or what to do about it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <State icon={IconInbox} title={title}>
    {children !== undefined && <Words>{children}</Words>}
  </State>
);

interface ForbiddenProps {
  readonly title?: string;
  readonly children?: ReactNode;
}

export const Forbidden = ({ title = 'Your role does not include this', children }: ForbiddenProps) => (
  <State icon={IconLock} title={title}>
    <Words>{children ?? 'Someone with the role admin can open this page, or give you the role.'}</Words>
  </State>
);

/** What the service refused, or that it cannot be reached, with a way to try again. */
export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const failure = failureOf(error);
  if (failure.isForbidden) return <Forbidden />;
  return (
    <State icon={IconCloudOff} title={failure.title} role="alert">
      <Words>{failure.detail}</Words>
      {failure.requestId !== null && (
        <Text size="xs" c="dimmed" ff="monospace">
          Request {failure.requestId}
        </Text>
      )}
      {onRetry && (
        <Button variant="default" mt="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </State>
  );
}

const LINES = ['100%', '92%', '97%', '88%', '94%'];

export const Loading = ({ lines = 3 }: { readonly lines?: number }) => (
  <Stack gap="sm" role="status" aria-label="Loading">
    {LINES.slice(0, lines).map((width) => (
      <Skeleton key={width} height={18} width={width} />
    ))}
  </Stack>
);

interface QueryStateProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly loading?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What a query has brought, or the state that it is in. What was there stays when a later try fails. */
export function QueryState<T>({
  query: { data, error, refetch },
  loading = <Loading />,
  children,
}: QueryStateProps<T>) {
  if (data !== undefined) return children(data);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return loading;
}
