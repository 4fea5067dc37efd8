import {
  CODE_TEMPLATES,
  NOTICE_TEMPLATES,
  TAKEN_TEMPLATES,
} from '../../../libs/notification/domain/message/message.js';
import {
  acceptTemplate,
  placeholderRule,
  SAMPLE_NAME,
  sampleContent,
  type TemplateParts,
} from '../../../libs/notification/domain/template/accept-template.js';
import { toldFaults } from '../../support/told-faults.js';

const good: TemplateParts = {
  subject: 'Welcome to {{application}}',
  text: '{{greeting}}\n\n{{digits}}\n\nWorks for {{life}}.',
  html: '<p title="a > b">{{greeting}}</p><b>{{digits}}</b>',
};
const faultsOf = (
  changes: Partial<TemplateParts>,
  template: 'activation-code' | 'email-change-notice' = 'activation-code',
) => {
  const result = acceptTemplate(template, { ...good, ...changes });
  return result.ok ? [] : toldFaults(result.error);
};

it('takes what keeps the rules, with line ends made LF', () => {
  const result = acceptTemplate('activation-code', { ...good, text: 'Hi\r\n{{digits}}\rBye' });
  expect(result).toEqual({ ok: true, value: { ...good, text: 'Hi\n{{digits}}\nBye' } });
});

it.each([
  '<style>@media screen { p { color: red }}</style><!--[if mso]><style>p{}</style><![endif]--><p>{{digits}}</p>',
  '<!doctype html><html lang="de"><head><title>{{application}}</title></head><body>{{digits}}<br/></body></html>',
  '<!--[if !mso]><!--><p>{{digits}}</p><!--<![endif]-->',
  '<a href="https://acme.example/help?a=1&amp;b=2">Help</a> {{digits}}',
  '1 &lt; 2 {{digits}} {{digits}}',
  '<img src="{{logo}}"><a href="{{terms}}" style="color:{{accent}};border:1px solid {{accent}}">x</a>{{digits}}',
  '<td bgcolor="{{accent}}"><a href="mailto:{{support}}">{{support}}</a><a href="{{privacy}}">y</a>{{digits}}</td>',
  '<a title="<style>">{{digits}}<b title="</style>">x</b></a>',
  '<style>p { color: red }</style\n>{{digits}}',
  '<p>Shops that are online = open</p>{{digits}}',
])('takes HTML such as mails have: %s', (html) => {
  expect(faultsOf({ html })).toEqual([]);
});

describe('placeholders', () => {
  it.each(['{{name}}', '{{email}}', '{{link}}', '{{constructor}}', '{{this}}', '{{password}}'])(
    'refuses one that is not on the list: %s',
    (placeholder) => {
      expect(faultsOf({ text: `${good.text}\n${placeholder}` })).toEqual(['/text placeholder-unknown']);
      expect(faultsOf({ subject: placeholder })).toContain('/subject placeholder-unknown');
    },
  );

  it.each([
    '{{{digits}}}',
    '{{&digits}}',
    '{{#if digits}}x{{/if}}',
    '{{#with this}}x{{/with}}',
    '{{> layout}}',
    '{{! a comment }}',
    '{{!-- a comment --}}',
    '{{ digits }}',
    '{{~digits~}}',
    '{{digits.length}}',
    '{{lookup this "digits"}}',
    '{{../digits}}',
    '{{@root}}',
    '{{[digits]}}',
    '{{DIGITS}}',
    '{{__proto__}}',
    '{{',
    '\\{{digits}}',
    '\\\\{{digits}}',
    '{{{digits}}{{digits}}}',
    '{{dig\nits}}',
  ])('refuses any other template syntax: %j', (syntax) => {
    for (const part of ['text', 'html'] as const)
      expect(faultsOf({ [part]: `${good[part]}\n${syntax}` })).toContain(`/${part} placeholder-malformed`);
    expect(faultsOf({ subject: syntax })).toContain('/subject placeholder-malformed');
  });

  it.each(['{ {digits} }', '{digits}', '$t(greeting)', '<%= digits %>', '$digits', '}}', '%{digits}'])(
    'takes other languages’ syntax as the text that it is: %j',
    (text) => {
      expect(faultsOf({ text: `${good.text}\n${text}` })).toEqual([]);
    },
  );

  it('are wanted: the code alone on a line of the text, and in the HTML', () => {
    const missing = { text: 'No code', html: '<p>None</p>' };
    expect(faultsOf(missing)).toEqual(['/text placeholder-missing', '/html placeholder-missing']);
    expect(faultsOf({ text: 'Code: {{digits}}' })).toEqual(['/text placeholder-missing']);
    expect(faultsOf({ text: ' {{digits}}' })).toEqual(['/text placeholder-missing']);
  });

  it('are wanted: the link that undoes a change', () => {
    const parts = { subject: 'Changed', text: 'Undo:\n{{link}}', html: '<a href="{{link}}">Undo</a> {{life}}' };
    expect(faultsOf(parts, 'email-change-notice')).toEqual([]);
    expect(faultsOf({ ...parts, text: 'Undo' }, 'email-change-notice')).toEqual(['/text placeholder-missing']);
    expect(faultsOf({ ...parts, html: 'Undo' }, 'email-change-notice')).toEqual(['/html placeholder-missing']);
  });

  it('keep the code out of the subject', () => {
    expect(faultsOf({ subject: 'Code {{digits}}' })).toEqual(['/subject placeholder-misplaced']);
  });

  it.each([
    '<p title="{{life}}">{{digits}}</p>',
    "<p title='{{life}}'>{{digits}}</p>",
    '<p title={{life}}>{{digits}}</p>',
    '<p {{life}}>{{digits}}</p>',
    '<style>p { color: {{life}} }</style>{{digits}}',
    '<!-- {{life}} -->{{digits}}',
    '<a href="{{life}}">x</a>{{digits}}',
    '<a href="https://acme.example/{{digits}}">x</a>',
    '<a href="javascript&colon;{{digits}}">x</a>',
    '<p x=">" y={{life}}>{{digits}}</p>',
    '<img src="https://acme.example/{{logo}}">{{digits}}',
    "<img src='{{logo}}'>{{digits}}",
    '<img src="{{terms}}">{{digits}}',
    '<a href="{{support}}">x</a>{{digits}}',
    '<a href="mailto:{{terms}}">x</a>{{digits}}',
    '<p style="color: {{terms}}">{{digits}}</p>',
    "<p style='color: {{accent}}'>{{digits}}</p>",
    '<p title="x" style=y"{{accent}}">{{digits}}</p>',
    '<style>a { color: {{accent}} }</style>{{digits}}',
    '<style media="screen">a { color: {{accent}} }</style>{{digits}}',
    "<p x='>' y={{life}}>{{digits}}</p>",
    '<!-- <a style="color: {{accent}}"> -->{{digits}}',
    '<!--> {{life}} -->{{digits}}',
  ])('stand only where text is shown: %s', (html) => {
    expect(faultsOf({ html })).toContain('/html placeholder-misplaced');
  });
});

it.each([
  '<script>alert(1)</script>',
  '<SCRIPT src=x>',
  '<img src=x onerror=alert(1)>',
  '<img src="x"onerror="alert(1)">',
  '<img/onerror=alert(1) src=x>',
  '<img src=x onerror \n =alert(1)>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<a href="JavaScript:alert(1)">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<form action="https://evil.example"><input name="code"></form>',
  '<svg onload=alert(1)>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<a href="javascript :alert(1)">x</a>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<meta http-equiv = "refresh" content="0;url=https://evil.example">',
])('refuses HTML that runs, asks or leads away: %s', (html) => {
  expect(faultsOf({ html: `${good.html}${html}` })).toContain('/html html-active');
});

it.each([
  '<p',
  '<p title="x>y</p>',
  '<!-- open',
  '<style>p{}',
  '< p>',
  'a < b',
  '<{{life}}>',
  '<p on<!-- -->click={{life}}>',
])('refuses HTML with loose ends: %s', (end) => {
  expect(faultsOf({ html: `${good.html}${end}` })).toContain('/html html-malformed');
});

it.each(['1 > 0 <p title="x', '<style>p{}</style><style x', 'Hi <{{life}}'])(
  'refuses loose ends as such and looks no further, whatever stands before them: %s',
  (html) => {
    expect(faultsOf({ html: `{{digits}} ${html}` })).toEqual(['/html html-malformed']);
  },
);

it('takes mails that carry neither code nor link', () => {
  const parts = { subject: 'You have an account', text: '{{greeting}}', html: '<p>{{greeting}}</p>' };
  expect(acceptTemplate('account-exists', parts)).toEqual({ ok: true, value: parts });
});

it('says how long a part may be, and which placeholders there are', () => {
  const refused = acceptTemplate('activation-code', { ...good, subject: 'x'.repeat(151), text: `${good.text} {{x}}` });
  expect(refused.ok ? [] : refused.error).toEqual([
    expect.objectContaining({ code: 'text-too-long', message: expect.stringContaining('150'), values: { limit: 150 } }),
    {
      pointer: '/text',
      code: 'placeholder-unknown',
      message: expect.stringMatching(/application, greeting, accent, .*, digits, number, life$/),
    },
  ]);
});

it('keeps subjects to one line, and every part to its length', () => {
  expect(faultsOf({ subject: 'x'.repeat(150) })).toEqual([]);
  expect(faultsOf({ subject: ` ${'x'.repeat(150)} ` })).toEqual([]);
  expect(faultsOf({ html: `{{digits}}${'x'.repeat(60_000 - 10)}` })).toEqual([]);
  expect(faultsOf({ html: `{{digits}}${'x'.repeat(60_000 - 9)}` })).toEqual(['/html text-too-long']);
  expect(faultsOf({ text: '{{digits}}\n\ta\tb' })).toEqual([]);
  expect(faultsOf({ subject: 'Hello\r\nBcc: all@example.org' })).toEqual(['/subject text-unprintable']);
  expect(faultsOf({ subject: 'Hello\u2028there' })).toEqual(['/subject text-unprintable']);
  expect(faultsOf({ subject: 'Hello \u202eereht' })).toEqual(['/subject text-unprintable']);
  expect(faultsOf({ subject: 'مرحبا \u2068{{application}}\u2069' })).toEqual([]);
  expect(faultsOf({ subject: ' ' })).toEqual(['/subject text-empty']);
  for (const subject of ['\u200b', '\u3164 \u2800', '\u0301']) {
    expect(faultsOf({ subject })).toEqual(['/subject text-empty']);
  }
  expect(faultsOf({ html: ' \n' })).toEqual(['/html text-empty', '/html placeholder-missing']);
  expect(faultsOf({ subject: 'x'.repeat(151) })).toEqual(['/subject text-too-long']);
  expect(faultsOf({ text: `{{digits}}\n${'x'.repeat(10_000)}` })).toEqual(['/text text-too-long']);
  expect(faultsOf({ text: '{{digits}}\n\u0000' })).toEqual(['/text text-unprintable']);
  expect(faultsOf({ text: '{{digits}}\n\uD800' })).toEqual(['/text text-unprintable']);
});

describe('a sample of each mail', () => {
  const templates = [
    ...Object.values(CODE_TEMPLATES),
    ...Object.values(TAKEN_TEMPLATES),
    ...Object.values(NOTICE_TEMPLATES),
  ] as const;

  it.each(templates)('has what its template may name, and leads nowhere: %s', (template) => {
    const content = sampleContent(template);
    const { allowed } = placeholderRule(template);
    expect(content.template).toBe(template);
    expect('digits' in content).toBe(allowed.includes('digits'));
    const links = Object.entries(content).filter(([name]) => name.endsWith('Url'));
    expect(links.length).toBeLessThanOrEqual(1);
    for (const [, url] of links) expect(url).toMatch(/^https:\/\/example\.com\/[a-z-]+$/);
    if (allowed.includes('link')) expect(links).toHaveLength(1);
  });

  it('shows codes as long, and as long-lived, as real ones', () => {
    expect(sampleContent('activation-code')).toMatchObject({
      digits: expect.stringMatching(/^\d{4}$/),
      lifeSeconds: 60,
    });
    expect(sampleContent('email-change-code')).toMatchObject({
      digits: expect.stringMatching(/^\d{6}$/),
      lifeSeconds: 300,
    });
    expect(sampleContent('password-reset-code')).toMatchObject({
      digits: expect.stringMatching(/^\d{8}$/),
      lifeSeconds: 600,
    });
    expect(sampleContent('email-change-notice')).toMatchObject({ undoSeconds: 3 * 86_400 });
    for (const template of Object.values(CODE_TEMPLATES)) expect(sampleContent(template)).toMatchObject({ number: 1 });
  });

  it('greets somebody', () => {
    expect(SAMPLE_NAME).toMatch(/^\p{L}+ \p{L}+$/u);
  });
});

describe('what a template may name', () => {
  const LOOK = ['accent', 'logo', 'terms', 'privacy', 'support'] as const;

  it('is the application, the greeting and the looks in every mail, and the code in those that carry one', () => {
    for (const template of Object.values(CODE_TEMPLATES)) {
      const { allowed, carried } = placeholderRule(template);
      expect([...allowed].sort()).toEqual(['application', 'digits', 'greeting', 'life', 'number', ...LOOK].sort());
      expect(carried).toBe('digits');
    }
    for (const template of Object.values(TAKEN_TEMPLATES))
      expect(placeholderRule(template)).toEqual({ allowed: ['application', 'greeting', ...LOOK], carried: null });
  });

  it('is a link in notices, which two of them cannot do without: undoing a change, and a new password after it', () => {
    const linked = Object.values(NOTICE_TEMPLATES);
    for (const template of linked) expect(placeholderRule(template).allowed).toContain('link');
    const needed = linked.filter((template) => placeholderRule(template).carried === 'link');
    expect([...needed].sort()).toEqual(['email-change-notice', 'email-restored-notice']);
    expect(linked.filter((template) => placeholderRule(template).allowed.includes('life'))).toEqual([
      'email-change-notice',
    ]);
  });
});
