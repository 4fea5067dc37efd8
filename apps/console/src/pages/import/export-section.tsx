import { GatehouseUnreachable } from '@gatehouse/client';
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useAdministration } from '../../api/administration.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Section } from '../../components/section.js';
import { type ExportProgress, readExport } from './export-people.js';
import { saveAs } from './save-as.js';
import { useOpenExport } from './use-open-export.js';

export function ExportSection() {
  const { application } = useAdministration();
  const openExport = useOpenExport();
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const exported = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      const { signal } = stop.current;
      setProgress(null);
      const body = await openExport(signal);
      try {
        return await readExport(body, setProgress);
      } catch (cause) {
        throw signal.aborted ? cause : new GatehouseUnreachable('The export was cut', { cause });
      }
    },
    onSuccess: (file) => saveAs(file, `${application}-people.ndjson`),
  });

  return (
    <Section
      title="Export"
      description="Everyone in the application, one person per line, without passwords and hashes. The export is recorded in the audit log."
    >
      <Group gap="md">
        <Button variant="default" loading={exported.isPending} onClick={() => exported.mutate()}>
          Export everyone
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {progress !== null && !exported.error && words(progress, exported.isSuccess)}
        </Text>
      </Group>
      {exported.error && <Refusal error={exported.error} />}
    </Section>
  );
}

const words = ({ people, bytes }: ExportProgress, isDone: boolean): string =>
  `${people.toLocaleString()} ${people === 1 ? 'person' : 'people'}, ${size(bytes)}${isDone ? ': downloaded' : ' …'}`;

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
