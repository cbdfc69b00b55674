import { notifications } from '@mantine/notifications';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, at } from '../../api/client';
import { toSend, type Message, type MessageDocument } from './document';

const CHECK_WAIT_MS = 600;

function bodyOf(document: MessageDocument): { document: Record<string, unknown> } {
  return { document: { ...toSend(document), message: document.message || 'draft', title: document.title || 'Draft' } };
}

/** What there is to say about the message as it stands; asked again a moment after it changed. */
export function useMessageCheck(document: MessageDocument) {
  const [settled] = useDebouncedValue(document, CHECK_WAIT_MS);
  const check = useQuery({
    queryKey: ['/api/messages/check', settled],
    queryFn: () => api.post('/api/messages/check', bodyOf(settled)),
    placeholderData: (before) => before,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  return check.data?.findings ?? [];
}

export interface PreviewFor { customer: string | null; event: string | null; language: string }

/** The message as the chosen customer would get it. */
export function useMessagePreview(document: MessageDocument, { customer, event, language }: PreviewFor) {
  const [settled] = useDebouncedValue(document, CHECK_WAIT_MS);
  const preview = useQuery({
    queryKey: ['/api/messages/preview', settled, customer, event, language],
    queryFn: () => api.post('/api/messages/preview', { ...bodyOf(settled), customer_id: customer, event_name: event || null, language }),
    placeholderData: (before) => before,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  return { ...preview, isStale: settled !== document || preview.isPlaceholderData };
}

export type MessagePreview = ReturnType<typeof useMessagePreview>;

export function useMessageActions(document: MessageDocument, after: { saved: (message: Message) => void; deleted: () => void }) {
  const { t } = useTranslation('messages');
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.put(at('/api/messages/{name}', { name: document.message }), { document: toSend(document) as unknown as Record<string, unknown> }),
    onSuccess: (message) => {
      notifications.show({ message: t('saved', { title: message.title, version: message.version }), color: 'evergreen' });
      void queries.invalidateQueries({ queryKey: ['/api/messages'] });
      void queries.invalidateQueries({ queryKey: [at('/api/messages/{name}/versions', { name: document.message })] });
      queries.setQueryData([at('/api/messages/{name}', { name: document.message }), {}], message);
      after.saved(message);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete(at('/api/messages/{name}', { name: document.message })),
    onSuccess: () => {
      notifications.show({ message: t('deleted', { title: document.title }) });
      void queries.invalidateQueries({ queryKey: ['/api/messages'] });
      after.deleted();
    },
  });
  return { save, remove };
}

/** How a text is cut and paid for. */
export function useTextParts(text: string, isAsked: boolean) {
  return useQuery({
    queryKey: ['/api/texts/parts', text],
    queryFn: () => api.post('/api/texts/parts', { text }),
    enabled: isAsked && text !== '',
    placeholderData: (before) => before,
    staleTime: Infinity,
    gcTime: 30_000,
  });
}
