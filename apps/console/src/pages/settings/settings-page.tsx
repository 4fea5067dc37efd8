import { SegmentedControl } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { isOperator } from '../../api/claims.js';
import { useSignedIn } from '../../api/use-session.js';
import { Page } from '../../components/page.js';
import { QueryState } from '../../components/states.js';
import { SettingsForm } from './settings-form.js';
import { useApplication } from './use-application.js';

const route = getRouteApi('/$application/settings');

export function SettingsPage() {
  const { claims } = useSignedIn();
  const { section = 'general' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useApplication();
  return (
    <Page title="Settings" description="Of this application. Changes take effect within two seconds.">
      <SegmentedControl
        aria-label="Section"
        value={section}
        onChange={(chosen) => {
          const known = (['appearance', 'policy', 'sms', 'grants'] as const).find((each) => each === chosen);
          void navigate({ search: known ? { section: known } : {} });
        }}
        data={[
          { value: 'general', label: 'General' },
          { value: 'appearance', label: 'Appearance' },
          { value: 'policy', label: 'Policy' },
          { value: 'sms', label: 'Text messages' },
          ...(isOperator(claims) ? [{ value: 'grants', label: 'Grants' }] : []),
        ]}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
      <QueryState query={query}>
        {(known) => <SettingsForm key={known.slug} application={known} section={section} />}
      </QueryState>
    </Page>
  );
}
