import { ActionIcon, Button, Popover, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useConsoleSession, useSignedIn } from '../api/use-session.js';

/** Who is signed in and as what; light or dark; the way out. */
export function AccountMenu() {
  const session = useConsoleSession();
  const { claims, gatehouse } = useSignedIn();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const profile = useQuery({
    queryKey: ['me', claims.userId],
    queryFn: ({ signal }) => gatehouse.account.profile({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const roles = claims.roles.filter((role) => role !== 'user');

  return (
    <Popover position="bottom-end" width={260} withinPortal={false} trapFocus returnFocus shadow="md" radius="lg">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account and appearance">
          <IconUserCircle size={24} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Account and appearance">
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={600} truncate>
              {profile.data?.email ?? ' '}
            </Text>
            <Text size="xs" c="dimmed">
              {roles.length === 0 ? 'No role' : roles.join(', ')} in {claims.application}
            </Text>
          </div>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Appearance"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'Auto' },
            ]}
          />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void session.signOut()}
          >
            Sign out
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
