import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { isOperator } from '../../api/claims.js';
import { useSignedIn } from '../../api/use-session.js';
import { Page } from '../../components/page.js';
import { QueryState } from '../../components/states.js';
import { SettingsForm } from './settings-form.js';

const route = getRouteApi('/$application/settings');

export function SettingsPage() {
  const { api, application, header } = useAdministration();
  const { claims } = useSignedIn();
  const { section = 'general' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['applications', 'one', application],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/admin/applications/{slug}', { params: { path: { slug: application }, header }, signal })),
  });
  return (
    <Page title="Settings" description="Of this application. Changes take effect within two seconds.">
      <SegmentedControl
        aria-label="Section"
        value={section}
        onChange={(chosen) => {
          const known = (['policy', 'sms', 'grants'] as const).find((each) => each === chosen);
          void navigate({ search: known ? { section: known } : {} });
        }}
        data={[
          { value: 'general', label: 'General' },
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
