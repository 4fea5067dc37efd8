export const exampleWords = {
  subject: 'Welcome to {{application}}',
  text: '{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}',
  html: '<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>',
} as const;

export const exampleEntry = {
  template: 'activation-code',
  locale: 'en',
  own: true,
  changedAt: '2026-11-21T09:00:00.000Z',
  placeholders: ['application', 'greeting', 'digits', 'number', 'life'],
  required: 'digits',
} as const;

export const exampleRecord = { ...exampleEntry, ...exampleWords } as const;

export const examplePreview = {
  subject: 'Welcome to The Shop',
  text: 'Hello Ada Lovelace,\n\nYour code, good for one minute:\n\n0417',
  html: '<p>Hello Ada Lovelace,</p><p>Your code, good for one minute: <b>0417</b></p>',
} as const;
