import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useAdministration } from '../../api/administration.js';
import { isOperator } from '../../api/claims.js';
import { useSignedIn } from '../../api/use-session.js';
import { changed } from '../../components/address/search.js';
import { Page } from '../../components/page.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { ActivationRates } from './activation-rates.js';
import { Backlog } from './backlog.js';
import { Deployment } from './deployment.js';
import { FunnelChart } from './funnel-chart.js';
import { funnelQuery } from './funnel-query.js';
import { FunnelSteps } from './funnel-steps.js';
import { Health } from './health.js';
import { SPANS } from './spans.js';

const route = getRouteApi('/$application/');
const NAMES = { '7': '7 days', '30': '30 days', '90': '90 days' } as const;

export function OverviewPage() {
  const search = route.useSearch();
  const { days = '30', by = 'mail-domain' } = search;
  const navigate = route.useNavigate();
  const administration = useAdministration();
  const { claims } = useSignedIn();
  const funnel = useQuery(funnelQuery(administration, Number(days)));

  return (
    <Page
      title="Overview"
      description="Sign-ups and messages, as they happen."
      actions={
        <SegmentedControl
          aria-label="Days"
          value={days}
          data={SPANS.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(value) => {
            const chosen = SPANS.find((known) => known === value);
            void navigate({
              search: changed(search, { days: chosen === '30' ? null : (chosen ?? null) }),
              replace: true,
            });
          }}
        />
      }
    >
      <Health />
      <Backlog />
      <QueryState query={funnel}>
        {(data) => (
          <>
            <FunnelSteps total={data.total} days={Number(days)} />
            <Section title="From sign-up to active account" description="Each step on the day of the sign-up, in UTC.">
              {data.total.signedUp === 0 ? (
                <Empty title="Nobody has signed up in these days">The first sign-up shows here within seconds.</Empty>
              ) : (
                <FunnelChart funnel={data} />
              )}
            </Section>
          </>
        )}
      </QueryState>
      <ActivationRates
        by={by}
        span={days}
        onChange={(chosen) => {
          void navigate({ search: changed(search, { by: chosen === 'mail-domain' ? null : chosen }), replace: true });
        }}
      />
      {isOperator(claims) && claims.scopes.has('applications:write') && <Deployment />}
    </Page>
  );
}
