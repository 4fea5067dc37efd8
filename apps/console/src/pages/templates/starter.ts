import type { Draft } from './draft.js';

interface Placeholders {
  readonly placeholders: readonly string[];
  readonly required: string | null;
}

/** A text to start from, which the service accepts as it is: a greeting, the application's name, and what is required. */
export function starterOf({ placeholders, required }: Placeholders): Draft {
  const has = (name: string) => placeholders.includes(name);
  const greeting = has('greeting') ? '{{greeting}}' : 'Hello,';
  const application = has('application') ? '{{application}}' : 'Your account';
  const needed = required === null ? '' : `{{${required}}}`;
  return {
    subject: application,
    text: [greeting, needed, application].filter((line) => line !== '').join('\n\n'),
    html: [greeting, needed && `<strong>${needed}</strong>`, application]
      .filter((line) => line !== '')
      .map((line) => `<p>${line}</p>`)
      .join('\n'),
  };
}
