import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { bodyOf } from '../api/administration.js';
import { isOperator } from '../api/claims.js';
import { useSignedIn } from '../api/use-session.js';

/** As many as one answer of the API may have; more are reached by their address. */
const MOST = 200;

/** Which application the pages are about. Operators choose among all; everyone else has one. */
export function ApplicationSwitch({ onChange }: { readonly onChange: () => void }) {
  const { claims, gatehouse } = useSignedIn();
  const { application } = useParams({ from: '/$application' });
  const navigate = useNavigate();
  const isChoosing = isOperator(claims) && claims.scopes.has('applications:read');
  const applications = useQuery({
    queryKey: ['applications', 'all'],
    enabled: isChoosing,
    queryFn: ({ signal }) =>
      bodyOf(gatehouse.api.GET('/v1/admin/applications', { params: { query: { limit: MOST } }, signal })),
  });
  if (!isChoosing)
    return (
      <Text fw={600} px="sm" truncate>
        {application}
      </Text>
    );
  const known = applications.data?.applications ?? [];
  const choices = known.map(({ slug, name }) => ({ value: slug, label: name === slug ? slug : `${name} (${slug})` }));
  const isListed = known.some(({ slug }) => slug === application);
  return (
    <Select
      aria-label="Application"
      value={application}
      data={isListed ? choices : [{ value: application, label: application }, ...choices]}
      allowDeselect={false}
      searchable
      nothingFoundMessage="No such application"
      onChange={(chosen) => {
        if (chosen === null) return;
        onChange();
        void navigate({ to: '/$application', params: { application: chosen } });
      }}
    />
  );
}
