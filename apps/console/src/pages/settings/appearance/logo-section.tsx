import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Schemas, useAdministration } from '../../../api/administration.js';
import { useMay } from '../../../api/use-session.js';
import { fieldErrorsOf } from '../../../components/faults/field-errors.js';
import { Refusal } from '../../../components/faults/refusal.js';
import { FileDrop } from '../../../components/file-drop.js';
import { Section } from '../../../components/section.js';
import { useApplication } from '../use-application.js';
import classes from './appearance.module.css';

const MAX_BYTES = 200 * 1024;

/** The logo is saved by itself, as soon as it is dropped. */
export function LogoSection() {
  const mayWrite = useMay('applications:write');
  const { data } = useApplication();
  const { set, remove } = useLogo();
  const logo = data?.logo ?? null;
  return (
    <Section
      title="Logo"
      description="PNG, WebP or SVG, at most 200 KiB. It is saved at once. Mails show PNG logos only, because many mail programs show no others."
    >
      {logo && (
        <Group gap="md" align="center">
          <span className={classes.plate} data-ground="light">
            <img
              className={classes.logo}
              src={logo.path}
              alt="Logo on a light ground"
              width={logo.width}
              height={logo.height}
            />
          </span>
          <span className={classes.plate} data-ground="dark">
            <img
              className={classes.logo}
              src={logo.path}
              alt="Logo on a dark ground"
              width={logo.width}
              height={logo.height}
            />
          </span>
          {mayWrite && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove the logo
            </Button>
          )}
        </Group>
      )}
      {logo && logo.type !== 'image/png' && (
        <Group gap="md">
          <Text size="sm" c="dimmed">
            Mails show the name alone, because many mail programs do not show{' '}
            {logo.type === 'image/webp' ? 'WebP' : 'SVG'}. A PNG is shown in both.
          </Text>
          {mayWrite && (
            <Button
              variant="default"
              size="xs"
              loading={set.isPending}
              onClick={() => set.mutate(() => pictureOf(logo))}
            >
              Save it as a PNG
            </Button>
          )}
        </Group>
      )}
      {!logo && !mayWrite && <Text>None</Text>}
      {mayWrite && (
        <FileDrop
          label="New logo"
          fieldLabel="File with the logo"
          accept="image/png,image/webp,image/svg+xml"
          onFile={(file) => set.mutate(async () => file)}
        />
      )}
      {set.isSuccess && <Outcome removed={set.data.removed} />}
      <Failed error={set.error ?? remove.error} />
    </Section>
  );
}

type Logo = NonNullable<Schemas['Application']['logo']>;

/** Twice what pages and mails show it with, for screens with small pixels. */
const PICTURE_HEIGHT = 192;
const MAX_SIDE = 2_048;

/** The saved logo, drawn by the browser as a PNG: mails show it too, and the service needs nothing that draws. */
async function pictureOf({ path, type, width, height }: Logo): Promise<File> {
  const image = new Image();
  image.src = path;
  await image.decode();
  const wished = type === 'image/svg+xml' ? PICTURE_HEIGHT / height : 1;
  const scale = Math.min(wished, MAX_SIDE / width, MAX_SIDE / height);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'logo.png', { type: 'image/png' });
}

function useLogo() {
  const { api, application, header } = useAdministration();
  const queries = useQueryClient();
  const place = { params: { path: { slug: application }, header } };
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['applications'] });
  const set = useMutation({
    mutationFn: async (fileOf: () => Promise<File>) => {
      const file = await fileOf();
      if (file.size > MAX_BYTES)
        throw new RangeError(`The file has ${Math.ceil(file.size / 1024)} KiB, and at most 200 are taken.`);
      return bodyOf(
        api.PUT('/v1/admin/applications/{slug}/logo', {
          ...place,
          body: file,
          bodySerializer: (body) => body as File,
          headers: { 'Content-Type': file.type || 'application/octet-stream' },
        }),
      );
    },
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => api.DELETE('/v1/admin/applications/{slug}/logo', place),
    onMutate: () => set.reset(),
    onSuccess,
  });
  return { set, remove };
}

function Outcome({ removed }: { readonly removed: readonly string[] }) {
  if (removed.length === 0)
    return (
      <Alert color="gatehouse" role="status">
        Saved.
      </Alert>
    );
  return (
    <Alert color="gatehouse" role="status" title="Saved, but without some of it">
      <Stack gap={4}>
        <Text size="sm">
          These elements were removed, because they can run, load or repeat something. Check that the logo still looks
          right.
        </Text>
        <List size="sm">
          {removed.map((name) => (
            <List.Item key={name}>{name}</List.Item>
          ))}
        </List>
      </Stack>
    </Alert>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const words = error instanceof RangeError ? error.message : fieldErrorsOf(error).at('/image');
  if (words === null) return <Refusal error={error} />;
  return (
    <Alert color="red" role="alert" title="This file cannot be the logo">
      {words}
    </Alert>
  );
}
