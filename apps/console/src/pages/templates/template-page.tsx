import { Anchor, Group, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Page } from '../../components/page.js';
import { Empty, QueryState } from '../../components/states.js';
import { languageName, MAIL_NAMES, type MailLocale, type MailTemplate } from './mail-names.js';
import { TemplateEditor } from './template-editor.js';
import { useTemplate } from './use-template.js';

const route = getRouteApi('/$application/templates/$template/$locale');
const LOCALES: readonly MailLocale[] = ['en', 'fr', 'de', 'es', 'ar', 'ja'];

export function TemplatePage() {
  const { application, template: name, locale: tag } = route.useParams();
  const template = (Object.keys(MAIL_NAMES) as MailTemplate[]).find((known) => known === name);
  const locale = LOCALES.find((known) => known === tag);
  if (!template || !locale)
    return (
      <Page title="Mail">
        <Empty title="No such mail">The service sends no mail of this name, or not in this language.</Empty>
      </Page>
    );
  return (
    <Page title={MAIL_NAMES[template]}>
      <Group justify="space-between">
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/$application/templates" params={{ application }} />}
        >
          All mails
        </Anchor>
        <LocaleChoice locale={locale} />
      </Group>
      <TemplateOf key={`${application} ${template} ${locale}`} template={template} locale={locale} />
    </Page>
  );
}

function LocaleChoice({ locale }: { readonly locale: MailLocale }) {
  const navigate = route.useNavigate();
  const params = route.useParams();
  return (
    <SegmentedControl
      aria-label="Language"
      size="xs"
      value={locale}
      data={LOCALES.map((value) => ({ value, label: languageName(value) }))}
      onChange={(chosen) => void navigate({ params: { ...params, locale: chosen } })}
      style={{ flexWrap: 'wrap' }}
    />
  );
}

function TemplateOf(place: { readonly template: MailTemplate; readonly locale: MailLocale }) {
  const query = useTemplate(place);
  return <QueryState query={query}>{(record) => <TemplateEditor record={record} />}</QueryState>;
}
