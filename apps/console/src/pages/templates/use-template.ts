import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import type { Draft } from './draft.js';
import type { MailLocale, MailTemplate } from './mail-names.js';

export type TemplateRecord = Schemas['MailTemplateRecord'];

export interface TemplatePlace {
  readonly template: MailTemplate;
  readonly locale: MailLocale;
}

/** While somebody types, the preview waits for a pause. */
const PAUSE_MS = 400;

export function useTemplate(place: TemplatePlace) {
  const { api, application, header } = useAdministration();
  return useQuery({
    queryKey: [application, 'templates', place.template, place.locale],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/admin/templates/{template}/{locale}', { params: { path: { ...place }, header }, signal })),
  });
}

/** The mail with sample data: the draft, or what is sent now. */
export function usePreview(place: TemplatePlace, draft: Draft | null) {
  const { api, application, header } = useAdministration();
  const settled = useSettled(draft);
  return useQuery({
    queryKey: [application, 'preview', place.template, place.locale, settled],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(
        api.POST('/v1/admin/templates/{template}/{locale}/preview', {
          params: { path: { ...place }, header },
          ...(settled && { body: { ...settled } }),
          signal,
        }),
      ),
  });
}

export function useTemplateActions(place: TemplatePlace) {
  const { api, application, header } = useAdministration();
  const queries = useQueryClient();
  const params = { path: { ...place }, header };
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: [application, 'templates'] });
    await queries.invalidateQueries({ queryKey: [application, 'preview', place.template, place.locale] });
  };
  return {
    save: useMutation({
      mutationFn: (draft: Draft) => api.PUT('/v1/admin/templates/{template}/{locale}', { params, body: { ...draft } }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: () => api.DELETE('/v1/admin/templates/{template}/{locale}', { params }),
      onSuccess,
    }),
    test: useMutation({
      mutationFn: (draft: Draft | null) =>
        bodyOf(
          api.POST('/v1/admin/templates/{template}/{locale}/test', { params, ...(draft && { body: { ...draft } }) }),
        ),
    }),
  };
}

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
