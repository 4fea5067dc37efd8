import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Administration, type Schemas, useAdministration } from '../../api/administration.js';
import { useSignedIn } from '../../api/use-session.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { personKey } from './person-queries.js';

interface PersonAction extends Action {
  /** Of two actions that undo each other the same: once one is done, its button is the other’s and keeps the focus. */
  readonly place?: string;
  readonly button: string;
  /** Without it the action is not offered. */
  readonly scope: string;
  /** What is said once it is done. */
  readonly done: string;
}

/** What may be done to the person, with what follows of it. */
export function PersonActions({ user }: { readonly user: Schemas['UserRecord'] }) {
  const administration = useAdministration();
  const { scopes } = useSignedIn().claims;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<PersonAction | null>(null);
  const offered = actionsFor(user, administration).filter(({ scope }) => scopes.has(scope));

  return (
    <Group gap="xs">
      {offered.map((action) => (
        <Button
          key={action.place ?? action.button}
          size="sm"
          variant={action.isDangerous ? 'light' : 'default'}
          {...(action.isDangerous && { color: 'red' })}
          onClick={() => setChosen(action)}
        >
          {action.button}
        </Button>
      ))}
      <ConfirmDialog
        action={chosen}
        onClose={() => setChosen(null)}
        onDone={() => {
          if (chosen) notifications.show({ message: chosen.done });
          setChosen(null);
          void queries.invalidateQueries({ queryKey: personKey(administration, user.id) });
          void queries.invalidateQueries({ queryKey: [administration.application, 'people'] });
        }}
      />
    </Group>
  );
}

function actionsFor({ id, state, email }: Schemas['UserRecord'], { api, header }: Administration): PersonAction[] {
  const params = { path: { id }, header };
  const who = email ?? 'the person';
  const resend: PersonAction = {
    button: 'Send another code',
    scope: 'codes:send',
    title: 'Send another activation code',
    consequences: [
      `${who} gets a mail with a new code.`,
      'Codes sent before stay valid until they expire.',
      'It counts towards the limits on messages to this address.',
    ],
    verb: 'Send the code',
    done: 'Another code is on its way.',
    run: () =>
      api.POST('/v1/admin/users/{id}/activation/code', {
        params: { ...params, header: { ...header, 'Idempotency-Key': crypto.randomUUID() } },
      }),
  };
  const suspend: PersonAction = {
    button: 'Suspend',
    place: 'suspension',
    scope: 'users:write',
    title: 'Suspend the account',
    consequences: [
      `${who} can no longer sign in until somebody resumes the account.`,
      'Every session ends now.',
      'Nothing is deleted, and no mail is sent.',
    ],
    reason: 'For administrators. If the person exports their data, they can read it.',
    verb: 'Suspend',
    isDangerous: true,
    done: 'The account is suspended.',
    run: (reason) => api.PUT('/v1/admin/users/{id}/suspension', { params, body: { reason } }),
  };
  const resume: PersonAction = {
    button: 'Resume',
    place: 'suspension',
    scope: 'users:write',
    title: 'Resume the account',
    consequences: [`${who} can sign in again with the same password.`, 'Sessions that have ended stay ended.'],
    verb: 'Resume',
    done: 'The account is active again.',
    run: () => api.DELETE('/v1/admin/users/{id}/suspension', { params }),
  };
  const signOut: PersonAction = {
    button: 'Sign out',
    scope: 'users:write',
    title: 'Sign out everywhere',
    consequences: ['Every session of this account ends now.', `${who} can sign in again with the same password.`],
    verb: 'Sign out everywhere',
    done: 'No session is left.',
    run: () => api.DELETE('/v1/admin/users/{id}/sessions', { params }),
  };
  const erase: PersonAction = {
    button: 'Erase',
    scope: 'users:write',
    title: 'Erase this person permanently',
    consequences: [
      'Profile, sessions, codes and everything else about this person is deleted. Only the id and times are left.',
      'Webhooks and events are notified, so that other services can delete their copies.',
      'This cannot be undone.',
    ],
    ...(email !== null && { typed: { label: `Type ${email} to confirm`, text: email } }),
    verb: 'Erase permanently',
    isDangerous: true,
    done: 'The person was erased.',
    run: () => api.DELETE('/v1/admin/users/{id}', { params }),
  };
  if (state === 'erased') return [];
  if (state === 'pending') return [resend, erase];
  if (state === 'active') return [signOut, suspend, erase];
  return state === 'suspended' ? [resume, erase] : [erase];
}
