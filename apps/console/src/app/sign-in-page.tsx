import { GatehouseProblem, GatehouseUnreachable, isProblem } from '@gatehouse/client';
import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useConsoleSession } from '../api/use-session.js';
import classes from './sign-in-page.module.css';
import { Wordmark } from './wordmark.js';

const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

export function SignInPage({ hasEnded }: { readonly hasEnded: boolean }) {
  const session = useConsoleSession();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isElsewhere, setElsewhere] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Sign in · Gatehouse';
    first.current?.focus();
  }, []);

  async function signIn(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const credentials = { email: text(form, 'email'), password: String(form.get('password') ?? '') };
    setBusy(true);
    setRefusal(null);
    try {
      await session.signIn(text(form, 'application') || 'default', credentials);
    } catch (error) {
      setRefusal(wordsFor(error));
      setBusy(false);
    }
  }

  return (
    <Center component="main" mih="100dvh" p="md" className={classes.backdrop}>
      <Paper withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }} w="100%" maw={400}>
        <form onSubmit={(event) => void signIn(event)} noValidate>
          <Stack gap="md">
            <Wordmark />
            <div>
              <Title order={1} size="h3">
                Sign in
              </Title>
              <Text c="dimmed" size="sm">
                For people with the role support or admin.
              </Text>
            </div>
            {hasEnded && !refusal && (
              <Alert color="yellow" role="status">
                Your session has ended. Sign in to go on where you were.
              </Alert>
            )}
            {refusal && (
              <Alert color="red" role="alert">
                {refusal}
              </Alert>
            )}
            <TextInput
              ref={first}
              name="email"
              type="email"
              label="Email address"
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordInput
              name="password"
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
            />
            {isElsewhere && (
              <TextInput
                name="application"
                label="Application"
                description="The one that your account belongs to, by its slug"
                defaultValue="default"
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
              />
            )}
            <Button type="submit" loading={isBusy} fullWidth>
              Sign in
            </Button>
            {!isElsewhere && (
              <Anchor component="button" type="button" size="sm" onClick={() => setElsewhere(true)}>
                My account belongs to another application
              </Anchor>
            )}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function wordsFor(error: unknown): string {
  if (isProblem(error, 'credentials-invalid')) return 'The email address or the password is wrong.';
  if (isProblem(error, 'application-unknown')) return 'There is no application with this slug.';
  if (error instanceof GatehouseProblem) {
    const wait = error.retryAfter === null ? '' : ` Try again in ${error.retryAfter} seconds.`;
    return `${error.detail ?? error.title}${wait}`;
  }
  if (error instanceof GatehouseUnreachable) return 'The service cannot be reached. What you typed is still here.';
  return 'Something went wrong. Please try again.';
}
