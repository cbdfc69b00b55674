import { notifications } from '@mantine/notifications';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { useFormats } from '../../format';
import { draftOf, sentOf, type ConditionDraft, type Tree } from '../../parts/conditions';
import type { Segment } from './shapes';

const COUNT_WAIT_MS = 500;

/** A segment while it is edited. */
export interface SegmentForm {
  name: string;
  title: string;
  description: string;
  draft: ConditionDraft;
}

export function formOf(segment: Segment | null): SegmentForm {
  if (!segment) return { name: '', title: '', description: '', draft: draftOf(null, '') };
  const { name, title, description } = segment;
  return { name, title, description, draft: draftOf(segment.tree as unknown as Tree, segment.when) };
}

function bodyOf(form: SegmentForm) {
  const sent = sentOf(form.draft);
  if (!sent) return null;
  const { name, title, description } = form;
  return { name, title, description, ...('text' in sent ? { when: sent.text } : { tree: sent.tree as unknown as Record<string, unknown> }) };
}

/** Who would be in it: asked again a moment after the condition changed. */
export function useSegmentPreview(form: SegmentForm) {
  const [settled] = useDebouncedValue(form.draft, COUNT_WAIT_MS);
  const body = bodyOf({ ...form, title: form.title || 'draft', name: form.name || 'draft', draft: settled });
  const condition = body && ('tree' in body ? { tree: body.tree } : { when: (body as { when: string }).when });
  const preview = useQuery({
    queryKey: ['/api/segments/preview', form.name, condition],
    queryFn: () => api.post('/api/segments/preview', { name: form.name || 'draft', title: 'draft', description: '', ...condition }),
    enabled: condition !== null,
    placeholderData: (before) => before,
    staleTime: 15_000,
  });
  return { ...preview, data: condition ? preview.data : undefined, isAsked: condition !== null, isStale: settled !== form.draft || preview.isPlaceholderData };
}

export function useSegmentActions(form: SegmentForm, after: { saved: (segment: Segment) => void; deleted: () => void }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put(at('/api/segments/{name}', { name: form.name }), bodyOf(form)!),
    onSuccess: (segment) => {
      notifications.show({ message: t('saved', { title: segment.title, count: segment.customers, customers: format.count(segment.customers) }), color: 'evergreen' });
      void queries.invalidateQueries();
      after.saved(segment);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete(at('/api/segments/{name}', { name: form.name })),
    onSuccess: () => {
      notifications.show({ message: t('deleted', { title: form.title }) });
      void queries.invalidateQueries({ predicate: (query) => !String(query.queryKey[0]).startsWith(`/api/segments/${form.name}`) });
      after.deleted();
    },
  });
  return { save, remove, canSave: bodyOf(form) !== null && form.title.trim() !== '' && form.name !== '' };
}
