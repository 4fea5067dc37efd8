import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { gatehouse } from '../../apps/cli/program.js';
import { Terminal } from '../../apps/cli/terminal.js';

type Command = ReturnType<typeof gatehouse>;

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

/** What has a usual word, with that word. Each once stood in one of our texts. */
const AVOID: readonly (readonly [RegExp, string])[] = [
  [/\bwhoever\b/i, 'anyone who'],
  [/\bunless told\b/i, 'by default'],
  [/\banew\b/i, 'again'],
  [/\bfor ever\b/i, 'forever, permanently'],
  [/\bnone any more\b/i, 'not found'],
  [/\bthere (is|are) no such\b/i, 'not found'],
  [/\bhas no such\b/i, 'unknown'],
  [/\bfields that .* does not have\b/i, 'unknown field'],
  [/\bthat there is\b/i, 'valid'],
  [/\bdo(es)? not meet (its|their) rules\b/i, 'invalid'],
  [/\bnobody’s\b|\bnobody's\b/i, 'none'],
  [/\bmust not hold\b/i, 'must not contain'],
  [/\bmust be present\b/i, 'required'],
  [/\bneed not do anything\b/i, 'no action is needed'],
  [/\bits time is over\b/i, 'has expired'],
  [/must match .* regular expression/i, 'say what is allowed'],
  [/\bfrom now on counts\b|\bcounts (again|from now on)\b/i, 'has been restored, has been changed'],
  [/\bhastens?\b/i, 'press again to stop now'],
  [/\bnothing is here\b/i, 'not found'],
  [/\bmust be a moment\b/i, 'must be a time'],
  [/\bfor good\b/i, 'permanently'],
  [/\b(broke|breaks|break) off\b/i, 'was interrupted'],
  [/\b(worth|good for) nothing\b/i, 'not valid'],
  [/\bafresh\b/i, 'fresh, again'],
  [/\bas ever\b/i, 'as before, as usual'],
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bdear(er|est)\b/i, 'expensive'],
  [/\bupon\b/i, 'on'],
  [/\bnot looked at\b|\blooks? after\b|\blooked after\b/i, 'not checked, administers, monitors'],
  [/\b(one|only) door\b/i, 'only through'],
  [/\bforet(ell|old)\b/i, 'computed in advance'],
  [/\b(is|are) good for\b/i, 'is valid for'],
  [/\bwants (it|at least|new|other|to be)\b/i, 'requires'],
  [/\b(is|are|was|were) told\b/i, 'gets, is notified, learns'],
  [/\b(is|are) over\b(?! [\d\w])/i, 'has ended, has expired'],
  [/\b(is|are) away\b/i, 'is down, is unavailable'],
  [/\bcome(s)? again\b/i, 'is retried'],
  [/\bonce more\b/i, 'again'],
  [/\bthe house\b/i, 'the service, the deployment'],
  [/^Who [^?]*$|[.:;] Who (?!\w+ I)[^?]*$/m, 'people who, the person who'],
];

const faultsIn = (text: string): string[] =>
  text.split('\n').flatMap((line) =>
    AVOID.flatMap(([pattern, usual]) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined ? [] : [`${found} (${usual}): ${line.trim().slice(0, 120)}`];
    }),
  );

/** The texts of a JSON document that people read: in those of the API, everything but what is a name. */
function* textsOf(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsOf(inner);
}

function* helpOf(command: Command): Iterable<string> {
  let shown = '';
  command.configureOutput({ writeOut: (text) => (shown += text) }).outputHelp();
  yield shown;
  for (const inner of command.commands) yield* helpOf(inner);
}

describe('what people read is in the usual words', () => {
  it.each([
    ...globSync(['*.md', 'docs/**/*.md', 'libs/{client,elements}/README.md'], { cwd: root }),
    ...globSync(
      [
        'docs/api/*.json',
        'apps/web/pages/words/en.json',
        'libs/elements/words/en.json',
        'libs/notification/adapters/templates/locales/en.json',
      ],
      {
        cwd: root,
      },
    ),
  ])('%s', (file) => {
    const text = read(file);
    expect(faultsIn(file.endsWith('.json') ? [...textsOf(JSON.parse(text))].join('\n') : text)).toEqual([]);
  });

  it('in the help of every command', () => {
    const help = [...helpOf(gatehouse(Terminal.ofProcess()))];
    expect(help.length).toBeGreaterThan(20);
    expect(faultsIn(help.join('\n'))).toEqual([]);
  });

  it('in every sentence that the code says', () => {
    const files = globSync('{libs,apps}/**/*.{ts,tsx}', {
      cwd: root,
      exclude: (name) => /^(dist|node_modules|generated)$/.test(name),
    });
    const sentences = files.flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*\*|\s--)/.test(line))
        .flatMap((line) =>
          [...line.matchAll(/'([^'\n]{12,})'|`([^`\n]{12,})`/g)].map(([, one, other]) => one ?? other ?? ''),
        ),
    );
    expect(sentences.length).toBeGreaterThan(2_000);
    expect(faultsIn(sentences.join('\n'))).toEqual([]);
  });

  it('finds what it is to find', () => {
    expect(faultsIn('Whoever asks\nfine\nall of them unless told')).toHaveLength(2);
  });
});
