import { MailRenderer } from '../../../libs/notification/adapters/templates/mail-renderer.js';
import type { TemplateKey } from '../../../libs/notification/application/ports/message-templates.js';
import type { MailContent, MailLook } from '../../../libs/notification/domain/message/message.js';
import { acceptTemplate, type TemplateParts } from '../../../libs/notification/domain/template/accept-template.js';
import { plainLook } from '../../support/notification/plain-look.js';

const code = { template: 'activation-code', digits: '0042', number: 2, lifeSeconds: 60 } as const;
const own: TemplateParts = {
  subject: '{{application}} calls ({{number}})',
  text: '{{greeting}}\nfrom {{application}}\n{{digits}}\nfor {{life}}',
  html: '<h1>{{greeting}}</h1><p>{{application}}</p><b>{{digits}}</b>',
};

interface Given {
  readonly name?: string;
  readonly applicationName?: string;
  readonly locale?: string;
  readonly application?: string;
  readonly look?: Partial<MailLook>;
}

function rendererWith(parts: TemplateParts, content: MailContent = code, locale = 'en') {
  const accepted = acceptTemplate(content.template, parts);
  if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
  const asked: TemplateKey[] = [];
  const find = async (key: TemplateKey) => {
    asked.push(key);
    return key.application === 'acme' && key.locale === locale && key.template === content.template
      ? accepted.value
      : null;
  };
  const renderer = new MailRenderer({ find });
  const render = (given: Given = {}) =>
    renderer.render({
      recipient: { email: 'ada@example.org', name: given.name ?? 'Ada' },
      locale: given.locale ?? locale,
      sender: {
        application: given.application ?? 'acme',
        applicationName: given.applicationName ?? 'Acme',
        defaultLocale: 'en',
        look: { ...plainLook, ...given.look },
      },
      content,
    });
  return { render, asked };
}

it('a mail in the application’s own words', async () => {
  expect(await rendererWith(own).render()).toEqual({
    subject: 'Acme calls (2)',
    text: 'Hello Ada,\nfrom Acme\n0042\nfor one minute',
    html: '<h1>Hello Ada,</h1><p>Acme</p><b>0042</b>',
    recipientName: 'Ada',
  });
});

it('greets and names durations in the language that the words are for', async () => {
  const { text } = await rendererWith(own, code, 'de').render({ locale: 'de-AT' });
  expect(text).toBe('Guten Tag Ada,\nfrom Acme\n0042\nfor eine Minute');
});

it('the built-in words serve other languages and other applications', async () => {
  const { render, asked } = rendererWith(own);
  expect((await render({ locale: 'fr' })).subject).toBe('Votre code pour Acme (code 2)');
  expect((await render({ application: 'other' })).subject).toBe('Your code for Acme (code 2)');
  expect(asked).toContainEqual({ application: 'acme', template: 'activation-code', locale: 'fr' });
});

it('a notice with a link', async () => {
  const content = {
    template: 'email-change-notice',
    undoUrl: 'https://acme.example/undo?a=1&b="#c',
    undoSeconds: 7_200,
  } as const;
  const parts = { subject: 'Moved', text: 'Undo for {{life}}:\n{{link}}', html: '<a href="{{link}}">Undo</a>' };
  const { text, html } = await rendererWith(parts, content).render();
  expect(text).toBe('Undo for 2 hours:\nhttps://acme.example/undo?a=1&b=%22#c');
  expect(html).toBe('<a href="https://acme.example/undo?a&#x3D;1&amp;b&#x3D;%22#c">Undo</a>');
});

describe('the appearance of an application', () => {
  const parts = {
    ...own,
    text: `${own.text}\n{{terms}}`,
    html:
      '<img src="{{logo}}" alt=""><a href="{{terms}}" style="color: {{accent}}">Terms</a><td bgcolor="{{accent}}">{{digits}}' +
      '<a href="{{privacy}}">Privacy</a><a href="mailto:{{support}}">{{support}}</a></td>',
  };

  it('can be named by its own mails, in text and in attributes of their own', async () => {
    const { text, html } = await rendererWith(parts).render({
      look: {
        logo: { url: 'https://auth.example/a/acme/logo/0123', width: 48, height: 32 },
        termsUrl: 'https://acme.example/terms',
        privacyUrl: 'https://acme.example/?p=1&q=2',
        supportEmail: 'help@acme.example',
      },
    });
    expect(text).toContain('\nhttps://acme.example/terms');
    expect(html).toBe(
      '<img src="https://auth.example/a/acme/logo/0123" alt=""><a href="https://acme.example/terms" style="color: #1d4ed8">Terms</a>' +
        '<td bgcolor="#1d4ed8">0042<a href="https://acme.example/?p&#x3D;1&amp;q&#x3D;2">Privacy</a>' +
        '<a href="mailto:help@acme.example">help@acme.example</a></td>',
    );
  });

  it('is empty where it has none, and without a logo there is no image', async () => {
    const { html } = await rendererWith(parts).render();
    expect(html).not.toContain('<img');
    expect(html).toContain('<a href="" style="color: #1d4ed8">Terms</a>');
  });
});

describe('hostile names', () => {
  it.each([
    '{{digits}}',
    '{{{digits}}}',
    '{{#with this}}x{{/with}}',
    '$t(greeting)',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '<!--',
    '$& $1 $`',
    '__proto__',
  ])('of an application stay text: %j', async (applicationName) => {
    const { subject, text, html } = await rendererWith(own).render({ applicationName });
    expect(subject).toBe(`${applicationName} calls (2)`);
    expect(text).toBe(`Hello Ada,\nfrom ${applicationName}\n0042\nfor one minute`);
    expect(html).not.toMatch(/<(?!\/?(h1|p|b)>)/);
    expect(html.split('0042')).toHaveLength(2);
  });

  it.each(['Ada\r\nBcc: all@example.org', '\n0042\n1111', '{{digits}}', '<b>0042</b>', 'evil.example'])(
    'of a person bring no line, no markup and no link: %j',
    async (name) => {
      const { text, html, subject } = await rendererWith(own).render({ name });
      expect(text.split('\n')).toHaveLength(4);
      expect(text.split('\n').filter((line) => line === '0042')).toEqual(['0042']);
      expect(html.match(/<b>/g)).toHaveLength(1);
      expect(`${text}${html}${subject}`).not.toMatch(/evil\.example|Bcc: all@/);
    },
  );

  it('add no line to the subject', async () => {
    const { subject } = await rendererWith(own).render({ applicationName: 'Acme\r\nBcc: all@example.org\u2028\u0000' });
    expect(subject).toBe('Acme Bcc: all@example.org calls (2)');
  });
});
