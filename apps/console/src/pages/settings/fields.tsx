import { NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useField } from './draft.js';

interface FieldProps {
  readonly pointer: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

export function TextField({ pointer, ...rest }: FieldProps) {
  const { value, error, isReadOnly, set } = useField(pointer);
  return (
    <TextInput
      {...rest}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => set(orNull(currentTarget.value))}
      error={error}
      readOnly={isReadOnly}
    />
  );
}

interface NumberFieldProps extends FieldProps {
  /** What counts where nothing is set. */
  readonly byDefault?: number;
  readonly min: number;
  readonly max: number;
}

/** A number, or empty for the default, which is shown in its place. */
export function NumberField({ pointer, byDefault, ...rest }: NumberFieldProps) {
  const { value, error, isReadOnly, set } = useField(pointer);
  return (
    <NumberInput
      {...rest}
      placeholder={byDefault === undefined ? 'Default' : `${byDefault} (default)`}
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => set(typeof typed === 'number' ? typed : null)}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      error={error}
      readOnly={isReadOnly}
    />
  );
}

interface ListFieldProps extends FieldProps {
  readonly suggestions?: readonly string[];
}

/** A list of texts; an empty one is the default. */
export function ListField({ pointer, suggestions = [], placeholder = '', ...rest }: ListFieldProps) {
  const { value, error, isReadOnly, set } = useField(pointer);
  const list = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...rest}
      placeholder={list.length === 0 ? placeholder : ''}
      data={[...suggestions]}
      value={list}
      onChange={(chosen) => set(chosen.length === 0 ? null : chosen)}
      error={error}
      readOnly={isReadOnly}
      splitChars={[',', ' ']}
      clearable
    />
  );
}
