import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../page.js';
import { Empty } from '../states.js';

export const NotFound = () => (
  <Page title="Page not found">
    <Empty title="The console has no page at this address">
      <Anchor renderRoot={(props) => <Link {...props} to="/" />}>Go to the overview</Anchor>
    </Empty>
  </Page>
);
