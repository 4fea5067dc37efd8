import { CloseButton, TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { fragmentOf, useFragment } from './fragment.js';

const PAUSE_MS = 350;

export interface SearchText {
  /** What the address asks for; empty: nothing. */
  readonly asked: string;
  /** What is typed, which may not be enough to ask for yet. */
  readonly text: string;
  type(text: string): void;
}

/**
 * A text that is searched for, in the fragment of the address.
 * @param isEnough whether a text can be asked for
 * @param go leads to the same page with another `hash`
 */
export function useSearchText(isEnough: (text: string) => boolean, go: (hash: string) => void): SearchText {
  const asked = useFragment();
  const [text, setText] = useState(asked);
  const ask = useDebouncedCallback((wanted: string) => go(isEnough(wanted) ? fragmentOf(wanted) : ''), PAUSE_MS);
  return {
    asked,
    text,
    type: (value) => {
      setText(value);
      ask(value.trim());
    },
  };
}

interface Props extends Pick<TextInputProps, 'label' | 'placeholder' | 'error'> {
  readonly search: SearchText;
  /** What its button does, in words. */
  readonly clears: string;
}

export function SearchField({ search: { text, type }, clears, ...props }: Props) {
  return (
    <TextInput
      {...props}
      value={text}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text === '' ? null : <CloseButton size="sm" aria-label={clears} onClick={() => type('')} />}
      flex="1 1 16rem"
    />
  );
}
