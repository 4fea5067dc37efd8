import { Button, Code, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { Refusal } from '../../components/faults/refusal.js';
import { FigureCard } from '../../components/figure-card.js';
import { FileDrop } from '../../components/file-drop.js';
import { Section } from '../../components/section.js';
import { RefusedLines } from './refused-lines.js';
import { saveAs } from './save-as.js';
import { type Import, type ImportState, useImport } from './use-import.js';

const EXAMPLE = '{"email":"ada@example.com","emailVerified":true,"passwordHash":"$2b$10$…","name":"Ada"}';

export function ImportSection() {
  const it = useImport();
  return (
    <Section
      title="Import"
      description="One person per line, as JSON. Passwords keep working: hashes from Django, bcrypt, scrypt, argon2 and PBKDF2 are taken as they are. Existing accounts are never changed."
    >
      {it.state.kind === 'idle' ? (
        <Stack gap="sm">
          <FileDrop
            label="File to import"
            fieldLabel="File with one person per line"
            accept=".ndjson,.jsonl,.json,.txt,application/x-ndjson"
            onFile={it.start}
          />
          <Text size="sm" c="dimmed">
            A line looks like this; only <Code>email</Code> is required:
          </Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {EXAMPLE}
          </Code>
        </Stack>
      ) : (
        <Running it={it} state={it.state} />
      )}
    </Section>
  );
}

type Started = Exclude<ImportState, { kind: 'idle' }>;

function Running({ it, state: { kind, file, progress, error } }: { readonly it: Import; readonly state: Started }) {
  const percent = file.size === 0 ? 100 : Math.floor((progress.bytes / file.size) * 100);
  return (
    <Stack gap="md">
      <div>
        <Group justify="space-between" mb={4}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {file.name}
          </Text>
          <Text size="sm" c="dimmed" role="status">
            {WORDS[kind]} · {percent} %
          </Text>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section value={percent} aria-label={`Progress of ${file.name}`} animated={kind === 'running'} />
        </Progress.Root>
      </div>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <FigureCard label="Lines" value={progress.lines.toLocaleString()} />
        <FigureCard label="Imported" value={progress.imported.toLocaleString()} />
        <FigureCard label="Already imported" value={progress.repeated.toLocaleString()} note="By an earlier run" />
        <FigureCard label="Refused" value={progress.refused.toLocaleString()} isAlarming={progress.refused > 0} />
      </SimpleGrid>
      {error !== null && <Refusal error={error} />}
      <Group gap="xs">
        {kind === 'running' && (
          <Button variant="default" onClick={it.pause}>
            Pause
          </Button>
        )}
        {kind === 'paused' && <Button onClick={it.resume}>Continue</Button>}
        {progress.lines > 0 && (
          <Button variant="default" onClick={() => saveAs(it.report(), `${file.name}.report.ndjson`)}>
            Download the report
          </Button>
        )}
        {kind !== 'running' && (
          <Button variant="subtle" onClick={it.forget}>
            Another file
          </Button>
        )}
      </Group>
      {kind === 'paused' && (
        <Text size="sm" c="dimmed">
          You can also continue later: drop the same file again, and lines that are imported already are only counted.
        </Text>
      )}
      <RefusedLines refusals={progress.refusals} all={progress.refused} />
    </Stack>
  );
}

const WORDS = { running: 'Importing', paused: 'Interrupted', finished: 'Finished' } as const;
