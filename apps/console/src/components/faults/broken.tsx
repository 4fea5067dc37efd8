import { Button } from '@mantine/core';
import { Page } from '../page.js';
import { Empty } from '../states.js';

/** A page that failed to show itself, for example because a newer console has taken the place of this one. */
export const Broken = () => (
  <Page title="This page could not be shown">
    <Empty title="The console may have been updated">
      <Button variant="default" onClick={() => location.reload()}>
        Reload
      </Button>
    </Empty>
  </Page>
);
