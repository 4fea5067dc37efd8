import { AppShell, Burger, Group, NavLink, ScrollArea, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { use } from 'react';
import { isOperator } from '../api/claims.js';
import { PageSettingsContext } from '../api/page-settings.js';
import { useSignedIn } from '../api/use-session.js';
import { Forbidden } from '../components/states.js';
import { AccountMenu } from './account-menu.js';
import { ApplicationSwitch } from './application-switch.js';
import { NAVIGATION } from './navigation.js';
import classes from './shell.module.css';
import { Wordmark } from './wordmark.js';

/** What is around every page: where one is, where one can go, and who one is. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  const { application } = useParams({ from: '/$application' });
  const { claims } = useSignedIn();
  const { version } = use(PageSettingsContext);
  const isForeign = !isOperator(claims) && claims.application !== application;
  const links = NAVIGATION.filter(({ scope }) => claims.scopes.has(scope));

  return (
    <AppShell
      header={{ height: 56, offset: true }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className={classes.skip} href="#content">
        Skip to the page
      </a>
      <AppShell.Header className={classes.bar} px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? 'Close navigation' : 'Open navigation'}
              aria-expanded={isOpen}
            />
            <Wordmark />
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.bar} p="sm" aria-label="Console">
        <AppShell.Section mb="md">
          <ApplicationSwitch onChange={close} />
        </AppShell.Section>
        <AppShell.Section grow component={ScrollArea}>
          <Stack gap={2}>
            {links.map(({ to, label, icon: Icon }) => (
              <NavLink
                key={to}
                renderRoot={(props) => (
                  <Link
                    {...props}
                    to={to}
                    params={{ application }}
                    activeOptions={{ exact: to === '/$application', includeSearch: false }}
                    activeProps={{ 'data-active': true }}
                  />
                )}
                label={label}
                leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                onClick={close}
                className={classes.link ?? ''}
              />
            ))}
          </Stack>
        </AppShell.Section>
        <AppShell.Section>
          <Text size="xs" c="dimmed" px="sm" pt="sm">
            Gatehouse {version}
          </Text>
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" className={classes.main}>
        <div className={classes.page}>
          {isForeign ? (
            <Forbidden title="This application is not yours">
              Your account belongs to {claims.application}. People with a role in default see every application.
            </Forbidden>
          ) : links.length === 0 ? (
            <Forbidden />
          ) : (
            <Outlet />
          )}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
