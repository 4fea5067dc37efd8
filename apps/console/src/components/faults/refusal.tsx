import { Alert } from '@mantine/core';
import { failureOf } from './failure.js';

/** Why an action failed, where it was asked for. */
export function Refusal({ error }: { readonly error: unknown }) {
  const { title, detail } = failureOf(error);
  return (
    <Alert color="red" role="alert" title={title}>
      {detail}
    </Alert>
  );
}
