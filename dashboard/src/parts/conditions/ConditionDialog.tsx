import { Button, Group, Modal, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { ConditionEditor } from './ConditionEditor';
import { draftOf, useConditionRead, type ConditionDraft } from './draft';
import type { Tree } from './tree';

interface ConditionDialogProps {
  isOpen: boolean;
  title: string;
  /** The condition as text; empty starts a new one. */
  text: string;
  of?: 'customer' | 'event';
  event?: string;
  onClose: () => void;
  /** The condition as text, once it can be read. */
  onTake: (text: string) => void;
}

/** Builds a condition that a document holds as text: a branch, a filter of an entry, an audience. */
export function ConditionDialog({ isOpen, title, text, of = 'customer', event, onClose, onTake }: ConditionDialogProps) {
  const { t } = useTranslation('conditions');
  const [draft, setDraft] = useState<ConditionDraft | null>(null);
  const first = useQuery({
    queryKey: ['/api/conditions/read', of, { text }],
    queryFn: () => api.post('/api/conditions/read', { text, of }),
    enabled: isOpen && text.trim() !== '',
    staleTime: 60_000,
  });
  const isReady = text.trim() === '' || first.isSuccess || first.isError;
  useEffect(() => {
    if (!isOpen) setDraft(null);
    else if (isReady) setDraft((before) => before ?? draftOf(text.trim() ? (first.data?.tree as Tree | null) : null, text));
  }, [isOpen, isReady, text, first.data]);
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="min(900px, 96vw)" closeButtonProps={{ 'aria-label': t('frame:close') }}>
      {draft && <Inside draft={draft} setDraft={setDraft} of={of} event={event} onClose={onClose} onTake={onTake} />}
    </Modal>
  );
}

type InsideProps = Pick<ConditionDialogProps, 'event' | 'onClose' | 'onTake'> & { of: 'customer' | 'event'; draft: ConditionDraft; setDraft: (draft: ConditionDraft) => void };

function Inside({ draft, setDraft, of, event, onClose, onTake }: InsideProps) {
  const { t } = useTranslation('conditions');
  const { answer, isFresh } = useConditionRead(draft, of);
  const mayTake = isFresh && answer?.problems.length === 0 && answer.text;
  return (
    <Stack gap="md">
      <ConditionEditor draft={draft} onChange={setDraft} of={of} event={event} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <Button disabled={!mayTake} onClick={() => { onTake(answer!.text!); onClose(); }}>{t('take')}</Button>
      </Group>
    </Stack>
  );
}
