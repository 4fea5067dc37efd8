import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { isOperator } from '../../api/claims.js';
import { useMay, useSignedIn } from '../../api/use-session.js';
import { fieldErrorsOf } from '../../components/faults/field-errors.js';
import { Refusal } from '../../components/faults/refusal.js';
import { AppearanceSettings } from './appearance/appearance-settings.js';
import { type Application, changed, DraftContext, jsonOf } from './draft.js';
import { GeneralSettings } from './general-settings.js';
import { GrantsSettings } from './grants-settings.js';
import { mergePatch } from './merge-patch.js';
import { PolicySettings } from './policy-settings.js';
import classes from './settings-form.module.css';
import { SmsSettings } from './sms-settings.js';

const SECTIONS = {
  general: GeneralSettings,
  appearance: AppearanceSettings,
  policy: PolicySettings,
  sms: SmsSettings,
  grants: GrantsSettings,
};

interface SettingsFormProps {
  readonly application: Application;
  readonly section: keyof typeof SECTIONS;
}

/** One draft for all sections; only what differs from what is saved is sent. */
export function SettingsForm({ application, section }: SettingsFormProps) {
  const { api, header } = useAdministration();
  const { claims } = useSignedIn();
  const queries = useQueryClient();
  const mayWrite = useMay('applications:write');
  const isReadOnly = !mayWrite || (section === 'grants' && !isOperator(claims));
  // What the changes are changes of: a later read must not turn others' changes into ours.
  const [base, setBase] = useState(() => jsonOf(application));
  const [value, setValue] = useState(base);
  const patch = mergePatch(base, value);
  const isChanged = patch !== null;
  const adopt = useCallback((read: Application) => {
    setBase(jsonOf(read));
    setValue(jsonOf(read));
  }, []);
  useEffect(() => {
    if (!isChanged) adopt(application);
  }, [application, isChanged, adopt]);
  useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname && !confirm(LEAVE),
    enableBeforeUnload: () => isChanged,
  });
  const save = useMutation({
    mutationFn: (body: Schemas['ChangeApplicationRequest']) =>
      bodyOf(
        api.PATCH('/v1/admin/applications/{slug}', { params: { path: { slug: application.slug }, header }, body }),
      ),
    onSuccess: (answer) => {
      queries.setQueryData(['applications', 'one', application.slug], answer);
      adopt(answer);
      return queries.invalidateQueries({ queryKey: ['applications'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (patch) save.mutate(patch as Schemas['ChangeApplicationRequest']);
  };
  const Fields = SECTIONS[section];
  return (
    <DraftContext
      value={{
        value,
        errors: fieldErrorsOf(save.error),
        isReadOnly,
        set: (pointer, next) => setValue((so) => changed(so, pointer, next)),
      }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <Fields />
          {save.error !== null && <Refusal error={save.error} />}
          {save.isSuccess && !isChanged && (
            <Alert color="gatehouse" role="status">
              Saved.
            </Alert>
          )}
          {!isReadOnly && (
            <Group className={classes.bar ?? ''} gap="xs">
              <Button type="submit" loading={save.isPending} disabled={!isChanged}>
                Save
              </Button>
              {isChanged && (
                <Button variant="default" onClick={() => setValue(base)}>
                  Discard changes
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </form>
    </DraftContext>
  );
}

const LEAVE = 'Leave without saving your changes?';
