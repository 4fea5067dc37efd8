import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import '@mantine/notifications/styles.css';
import './app/console.css';
import { NotSignedIn } from '@gatehouse/client';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleSession } from './api/console-session.js';
import { PageSettingsContext, readPageSettings } from './api/page-settings.js';
import { SessionContext } from './api/use-session.js';
import { App } from './app/app.js';
import { consoleRouter } from './app/router.js';
import { cssVariables, theme } from './app/theme.js';

const root = document.getElementById('console');
const settings = readPageSettings(root);
// For the style elements of libraries: the policy allows those with the nonce.
setNonce(settings.styleNonce);

const session = new ConsoleSession(`${location.origin}${settings.basePath}`);
const onError = (error: unknown) => {
  if (error instanceof NotSignedIn) session.ended();
};
const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  // The client tries again by itself, as long as the service says that it helps.
  // Every look at people is noted in the audit log, so a page looks when somebody asks it to.
  defaultOptions: { queries: { retry: false, staleTime: 2_000, refetchOnWindowFocus: false } },
});
const router = consoleRouter(settings.basePath);

if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => settings.styleNonce}
      >
        <PageSettingsContext value={settings}>
          <SessionContext value={session}>
            <QueryClientProvider client={queries}>
              <Notifications position="top-right" />
              <App router={router} />
            </QueryClientProvider>
          </SessionContext>
        </PageSettingsContext>
      </MantineProvider>
    </StrictMode>,
  );
void session.resume();
