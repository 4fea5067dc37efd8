import { Center, Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSessionState } from '../api/use-session.js';
import type { consoleRouter } from './router.js';
import { SignInPage } from './sign-in-page.js';

/** The page that the address names, or in its place the sign-in form for anyone who is not signed in. */
export function App({ router }: { readonly router: ReturnType<typeof consoleRouter> }) {
  const state = useSessionState();
  const queries = useQueryClient();
  const isSignedIn = state.kind === 'signed-in';
  useEffect(() => {
    // What one person has read is not for the next.
    if (!isSignedIn) queries.clear();
  }, [isSignedIn, queries]);

  if (state.kind === 'starting')
    return (
      <Center mih="100dvh" role="status" aria-label="Loading">
        <Loader type="dots" />
      </Center>
    );
  if (state.kind === 'signed-out') return <SignInPage hasEnded={state.hasEnded} />;
  return <RouterProvider router={router} />;
}
