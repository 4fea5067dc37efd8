import { Anchor, Group, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { Page } from '../../components/page.js';
import { QueryState } from '../../components/states.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { languageName, MAIL_NAMES, type MailTemplate, type MailTemplateEntry } from './mail-names.js';

const route = getRouteApi('/$application/templates');

export function TemplatesPage() {
  const { api, application, header } = useAdministration();
  const query = useQuery({
    queryKey: [application, 'templates'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/templates', { params: { header }, signal })),
  });
  return (
    <Page
      title="Mails"
      description="What the application’s mails say. Without text of its own, the built-in text is sent."
    >
      <QueryState query={query}>{({ templates }) => <TemplateTable entries={templates} />}</QueryState>
    </Page>
  );
}

function TemplateTable({ entries }: { readonly entries: readonly MailTemplateEntry[] }) {
  const { application } = route.useParams();
  const byMail = Object.groupBy(entries, ({ template }) => template);
  return (
    <Table verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Mail</Table.Th>
          <Table.Th>Languages</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {(Object.keys(byMail) as MailTemplate[]).map((template) => (
          <Table.Tr key={template}>
            <Table.Th scope="row">{MAIL_NAMES[template]}</Table.Th>
            <Table.Td>
              <Group gap="sm">
                {byMail[template]?.map(({ locale, own }) => (
                  <Group key={locale} gap={4}>
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <Link
                          {...props}
                          to="/$application/templates/$template/$locale"
                          params={{ application, template, locale }}
                        />
                      )}
                    >
                      {languageName(locale)}
                    </Anchor>
                    {own && <StateBadge tone="busy">own</StateBadge>}
                  </Group>
                ))}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
