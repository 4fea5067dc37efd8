import { accentColors, contrast, defaultAppearance, isDarkEnoughForWhite } from '@gatehouse/applications/appearance';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useField } from '../draft.js';
import classes from './appearance.module.css';

const COLOR = /^#[0-9a-f]{6}$/i;

/** A color that is being typed, if it is one already. */
export const colorIn = (value: unknown): string | null =>
  typeof value === 'string' && COLOR.test(value) ? value.toLowerCase() : null;

/** The accent color, with what its contrast means in words. */
export function AccentField() {
  const { value, error, isReadOnly, set } = useField('/appearance/accentColor');
  const color = colorIn(value) ?? defaultAppearance.accentColor;
  const typed = typeof value === 'string' ? value : '';
  const change = (text: string) => set(text.trim() === '' ? null : text.trim());
  return (
    <Stack gap={6}>
      <TextInput
        label="Accent color"
        description="Of buttons and links"
        placeholder={`${defaultAppearance.accentColor} (default)`}
        value={typed}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        error={error}
        readOnly={isReadOnly}
        leftSectionPointerEvents="all"
        leftSection={
          <input
            type="color"
            className={classes.well}
            aria-label="Choose the accent color"
            value={color}
            disabled={isReadOnly}
            onChange={({ currentTarget }) => change(currentTarget.value)}
          />
        }
      />
      {(typed === '' || colorIn(typed)) && <Findings color={color} onUse={isReadOnly ? null : change} />}
    </Stack>
  );
}

interface FindingsProps {
  readonly color: string;
  /** Null where nothing can be changed. */
  readonly onUse: ((color: string) => void) | null;
}

function Findings({ color, onUse }: FindingsProps) {
  const { light, dark } = accentColors(color);
  const ratio = `${contrast(color, '#ffffff').toFixed(1)} to 1`;
  if (!isDarkEnoughForWhite(color))
    return (
      <Group gap="xs" role="status">
        <Text size="sm">Too light: white text on it has a contrast of {ratio}, and 4.5 to 1 is needed to read it.</Text>
        {onUse && (
          <Button size="compact-sm" variant="default" onClick={() => onUse(light.accent)}>
            Use {light.accent} instead
          </Button>
        )}
      </Group>
    );
  return (
    <Text size="sm" c="dimmed" role="status">
      White text on it has a contrast of {ratio}: easy enough to read.{' '}
      {light.accent !== color && `On gray it is shown as ${light.accent}. `}
      On dark pages it is shown as {dark.accent}.
    </Text>
  );
}
