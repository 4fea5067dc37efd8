import 'reflect-metadata';
import { CreateKey } from '@gatehouse/applications/contract';
import type { Command, Query } from '@gatehouse/kernel';
import { commandFrom, publicCommands, publicQueries } from '@gatehouse/platform/edge';
import { commandSchema } from '@gatehouse/platform/openapi';
import { fieldErrors } from '@gatehouse/platform/validation';
import { ImportedTerms, SuspendUser } from '@gatehouse/registration/contract';
import { ChangeWebhook, CreateWebhook } from '@gatehouse/webhooks/contract';
import { documentedOperations } from '../../../apps/api/operations.js';
import { filled } from '../../support/hostile-text.js';
import { slowdownTo } from '../../support/processor-time.js';

type CommandClass = new () => Command<unknown>;
type CalledClass = CommandClass | (new () => Query<unknown>);

/** Of a body. */
const LIMIT = 8_000;
const PLAIN = filled(LIMIT, 'nine seven lanterns ');

const HOSTILE: Readonly<Record<string, string>> = {
  at: filled(LIMIT, '@'),
  dots: filled(LIMIT, '.', '@'),
  'an address of labels': `a@${filled(LIMIT - 2, 'a.')}`,
  punycode: `a@xn--${filled(LIMIT - 10, '0')}`,
  digits: filled(LIMIT, '1', 'x'),
  spaces: filled(LIMIT, ' ', 'x'),
  hyphens: filled(LIMIT, '-a'),
  'a date without an end': `2026-01-01T00:00:00.${filled(LIMIT - 20, '0')}`,
  'an address of the web': `https://${filled(LIMIT - 8, 'a:@/')}`,
  'marks that change their order': filled(LIMIT / 2, '\u0316\u0300'),
  'opening brackets': filled(LIMIT, '['),
};

/** Whether a field takes text is not asked: whatever comes there is judged by the same decorators. */
const fieldsOf = (command: CalledClass): string[] => Object.keys(commandSchema(command)['properties'] ?? {});

describe('fields at the limit of a body take no longer to be judged than plain text', () => {
  const operations = documentedOperations();
  const called: readonly CalledClass[] = [
    ...publicCommands(operations).map(({ command }) => command),
    ...publicQueries(operations).map(({ query }) => query),
  ];

  it.each(called.map((shape) => [shape.name, shape] as const))('%s', (_name, shape) => {
    for (const field of fieldsOf(shape)) {
      const judge = (text: string) => () => fieldErrors(Object.assign(new shape(), { [field]: text }));
      const slowdown = slowdownTo(judge(PLAIN));
      for (const [what, hostile] of Object.entries(HOSTILE)) {
        const factor = slowdown(judge(hostile), 10);
        expect({ field, what, factor: factor > 10 ? factor : 'small' }).toEqual({ field, what, factor: 'small' });
      }
    }
  });
});

describe('texts that people know something by', () => {
  const named: readonly (readonly [new () => object, string])[] = [
    [CreateKey, 'name'],
    [CreateWebhook, 'description'],
    [ChangeWebhook, 'description'],
    [CreateWebhook, 'url'],
    [ChangeWebhook, 'url'],
    [SuspendUser, 'reason'],
    [ImportedTerms, 'version'],
  ];
  const fields = named.map(([shape, field]) => {
    const faultOf = (text: string) =>
      fieldErrors(Object.assign(new shape(), { [field]: text })).find(({ pointer }) => pointer === `/${field}`);
    return [shape.name, field, faultOf] as const;
  });

  it.each(fields)('are not blank: %s.%s', (_name, field, faultOf) => {
    for (const blank of [' ', '\n\t', '\u3000', '\u200b', ' \u2060 ', '\u2800', '\u0301']) {
      const fault = { pointer: `/${field}`, code: 'format-invalid', message: 'Must not be empty' };
      expect({ blank, fault: faultOf(blank) }).toEqual({ blank, fault });
    }
    expect(faultOf(' x ')).toBeUndefined();
  });

  it.each(fields)('disturb nothing that they stand in: %s.%s', (_name, field, faultOf) => {
    const fault = { pointer: `/${field}`, code: 'format-invalid', message: 'Must not contain control characters' };
    for (const disturbing of ['\u202e', '\u2066', '\u206a', '\u0007', '\u001b[2J', '\u0085', '\u2028', '\ud800']) {
      for (const text of [`a${disturbing}b`, `${disturbing}ab`, `ab${disturbing}`]) {
        expect({ text, fault: faultOf(text) }).toEqual({ text, fault });
      }
    }
    // What orders the letters of a script, or joins them, belongs to it.
    for (const text of ['a', 'نرم\u200cافزار', '\u200fשלום\u200e', '👩\u200d🚀', 'x\u00a0y']) {
      expect({ text, fault: faultOf(text) }).toEqual({ text, fault: undefined });
    }
  });

  it('are one line, but for a reason', () => {
    const lines = fields.map(
      ([name, field, faultOf]) => [`${name}.${field}`, faultOf('one\n\tand\r\nanother\n')] as const,
    );
    expect(lines.filter(([, fault]) => fault === undefined).map(([name]) => name)).toEqual(['SuspendUser.reason']);
  });
});

describe('fields that no command has', () => {
  const judge = (name: string) => () =>
    fieldErrors(commandFrom(publicCommands(documentedOperations())[0]?.command as CommandClass, { [name]: 1 }));

  it('are told by their names, whatever these mean to a regular expression', () => {
    for (const name of ['(', '[a-', '*', '\\', '$&', 'a{9999999}']) {
      expect(judge(name)()).toContainEqual({ pointer: `/${name}`, code: 'field-unknown', message: 'Unknown field' });
    }
  });

  it('take no longer when there are as many as fit, and are not all named', () => {
    const command = publicCommands(documentedOperations())[0]?.command as CommandClass;
    const names = Array.from({ length: LIMIT / 7 }, (_, place) => place.toString(36).padStart(3, '_'));
    const many = Object.fromEntries(names.map((name) => [name, 1]));
    const known = fieldErrors(commandFrom(command, {}));
    const found = fieldErrors(commandFrom(command, many));
    expect(found).toEqual([
      ...known,
      ...names.slice(0, 100).map((name) => ({ pointer: `/${name}`, code: 'field-unknown', message: 'Unknown field' })),
    ]);
    expect(slowdownTo(judge(PLAIN))(() => fieldErrors(commandFrom(command, many)), 10)).toBeLessThan(10);
  });

  it('take no longer for a name that would be a slow pattern', () => {
    const slow = filled(LIMIT, 'a', '.*.*\\x01');
    expect(slowdownTo(judge(PLAIN))(judge(`.*.*\\x01${slow}`), 5)).toBeLessThan(5);
  });
});
